package opendata

import (
	"minglu/generator/site"

	"minglu/generator/edition"
)

// writeSchemas writes the schemas of the two kinds of JSON files.
func (d *dataset) writeSchemas(put func(string, []byte) error) error {
	brand := d.fileSchema(edition.BrandSchema, "一个劳务品牌")
	brand.add("brand", true, d.brandSchema(d.full))
	if err := put(edition.BrandSchema, append(marshal(brand, " "), '\n')); err != nil {
		return err
	}
	list := d.fileSchema(edition.BrandsSchema, "劳务品牌名录")
	list.add("count", true, &schema{Type: "integer", Title: "品牌数", Minimum: "0"})
	list.add("brands", true, &schema{Type: "array", Title: "今日在册的品牌", Items: d.brandSchema(d.brief)})
	list.add("notices", true, &schema{Type: "array", Title: "公告，新的在前", Items: objectSchema("", "", d.notice)})
	return put(edition.BrandsSchema, append(marshal(list, " "), '\n'))
}

// fileSchema describes the header that all JSON files share.
func (d *dataset) fileSchema(path, title string) *schema {
	s := objectSchema(title, "", d.header)
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Comment = "格式版本 " + Version
	if d.site.Settings.BaseURL != "" {
		s.ID = d.address(path)
	}
	if d.site.Settings.Demo {
		s.Description = DemoNote
	}
	s.add("$schema", true, &schema{Type: "string", Title: "本文件所循的 JSON Schema", Description: d.addressNote(), Format: d.addressFormat()})
	return s
}

func (d *dataset) brandSchema(evaluations []field[*site.Brand]) *schema {
	s := objectSchema("", "", d.brand)
	for _, f := range evaluations {
		s.add(f.name, f.required, f.schema)
	}
	return s
}

func (s *schema) add(name string, required bool, of *schema) {
	s.Properties = append(s.Properties, namedSchema{name, of})
	if required {
		s.Required = append(s.Required, name)
	}
}
