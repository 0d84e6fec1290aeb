package content

import (
	"reflect"
	"testing"

	"minglu/generator/keys"
)

// TestEveryKeyHasItsField: what the tables say can be written has a place in what
// is read; a row without one would be taken in and lost.
func TestEveryKeyHasItsField(t *testing.T) {
	var hold func(where string, of []keys.Field, into ...reflect.Type)
	hold = func(where string, of []keys.Field, into ...reflect.Type) {
		for _, k := range of {
			var found reflect.Type
			for _, s := range into {
				if f, has := k.In(reflect.New(s).Elem()); has && found == nil {
					found = f.Type()
				}
			}
			if found == nil {
				if k.Key != "county" && k.Kind != keys.Entries { // Brand.Region and Notice.Entries, by their own readers
					t.Errorf("nothing holds %s%s", where, k.Key)
				}
				continue
			}
			for found.Kind() == reflect.Pointer || found.Kind() == reflect.Slice {
				found = found.Elem()
			}
			if k.Kind == keys.Group && k.Key != "cover" || k.Kind == keys.Groups && k.Key != NotPersonalKey { // by their own readers
				hold(where+k.Key+".", k.Fields, found)
			}
		}
	}
	hold("brand: ", keys.Brand, reflect.TypeFor[BrandNames](), reflect.TypeFor[Brand]())
	hold("notice: ", keys.Notice, reflect.TypeFor[Notice]())
	hold("page: ", keys.Page, reflect.TypeFor[Page]())
	hold("site: ", keys.Site, reflect.TypeFor[Settings]())
}
