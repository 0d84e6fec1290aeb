package opendata

import (
	"reflect"

	"minglu/generator/keys"
	"minglu/generator/values"
)

// keyed describes what a key of package keys says in the open data; record gives
// the struct that holds its value.
func keyed[T any](k keys.Field, record func(T) reflect.Value) field[T] {
	value := func(of T) reflect.Value {
		v, _ := k.In(record(of))
		return v
	}
	one := func(of T) string {
		v := value(of)
		if day, is := reflect.TypeAssert[values.Date](v); is {
			return day.String()
		}
		return v.String()
	}
	var f field[T]
	switch k.Kind {
	case keys.YesNo:
		return yesNo(k.Key, k.Open.Label, k.Open.Meaning, func(of T) bool { return value(of).Bool() })
	case keys.Texts:
		return texts(k.Key, k.Open.Label, k.Open.Meaning, func(of T) []string {
			all, _ := reflect.TypeAssert[[]string](value(of))
			return all
		})
	case keys.Group:
		return object(k.Key, k.Open.Label, k.Open.Meaning, keyedGroup(k.Fields), func(of T) (reflect.Value, bool) {
			v := value(of)
			if v.IsZero() {
				return v, false
			}
			return reflect.Indirect(v), true
		})
	case keys.Groups:
		return objects(k.Key, k.Open.Label, k.Open.Meaning, keyedGroup(k.Fields), func(of T) (all []reflect.Value) {
			list := value(of)
			for i := range list.Len() {
				all = append(all, list.Index(i))
			}
			return all
		})
	case keys.Day:
		f = text(k.Key, k.Open.Label, k.Open.Meaning, one).shaped("date", "")
	case keys.PartialDay:
		f = text(k.Key, k.Open.Label, k.Open.Meaning, one).shaped("", partialDate)
	case keys.Address:
		f = text(k.Key, k.Open.Label, k.Open.Meaning, one).shaped("uri-reference", "")
	case keys.Choice:
		f = text(k.Key, k.Open.Label, k.Open.Meaning, one).among(k.Choices)
	default:
		f = text(k.Key, k.Open.Label, k.Open.Meaning, one)
	}
	if k.Open.Always {
		f = f.always()
	}
	if k.Open.Wide {
		f = f.widely()
	}
	return f
}

func keyedGroup(of []keys.Field) []field[reflect.Value] {
	var all []field[reflect.Value]
	for _, k := range of {
		if k.Open.Label != "" {
			all = append(all, keyed(k, func(v reflect.Value) reflect.Value { return v }))
		}
	}
	return all
}
