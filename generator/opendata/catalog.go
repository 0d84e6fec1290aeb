package opendata

import (
	"path"
	"strings"

	"minglu/generator/edition"
)

// A catalog is what portals of open data harvest: a catalogue record in the words of
// DCAT-AP 3, as JSON-LD. https://semiceu.github.io/DCAT-AP/releases/3.0.0/
type catalog struct {
	Context  map[string]string `json:"@context"`
	ID       string            `json:"@id"`
	Type     string            `json:"@type"`
	Title    said              `json:"dct:title"`
	About    said              `json:"dct:description"`
	By       agent             `json:"dct:publisher"`
	Language iri               `json:"dct:language"`
	Modified typed             `json:"dct:modified"`
	Licence  *licenceText      `json:"dct:license,omitempty"`
	Home     *iri              `json:"foaf:homepage,omitempty"`
	Datasets []datasetRecord   `json:"dcat:dataset"`
}

// A datasetRecord is one set of data, whatever it is written as.
type datasetRecord struct {
	ID       string         `json:"@id"`
	Type     string         `json:"@type"`
	Title    said           `json:"dct:title"`
	About    said           `json:"dct:description"`
	Name     string         `json:"dct:identifier"`
	By       agent          `json:"dct:publisher"`
	Language iri            `json:"dct:language"`
	Modified typed          `json:"dct:modified"`
	Theme    iri            `json:"dcat:theme"`
	Keywords []said         `json:"dcat:keyword"`
	Page     iri            `json:"dcat:landingPage"`
	Version  string         `json:"dcat:version"`
	Files    []distribution `json:"dcat:distribution"`
}

// A distribution is one file of a set.
type distribution struct {
	Type       string       `json:"@type"`
	Title      said         `json:"dct:title"`
	Access     iri          `json:"dcat:accessURL"`
	Download   iri          `json:"dcat:downloadURL"`
	MediaType  iri          `json:"dcat:mediaType"`
	Format     *iri         `json:"dct:format,omitempty"`
	Licence    *licenceText `json:"dct:license,omitempty"`
	ConformsTo *iri         `json:"dct:conformsTo,omitempty"`
}

type (
	iri struct {
		ID string `json:"@id"`
	}
	said struct {
		Text     string `json:"@value"`
		Language string `json:"@language"`
	}
	typed struct {
		Value string `json:"@value"`
		Type  string `json:"@type"`
	}
	agent struct {
		Type string `json:"@type"`
		Name said   `json:"foaf:name"`
	}
	licenceText struct {
		Type  string `json:"@type"`
		Title said   `json:"dct:title"`
	}
)

func inChinese(text string) said { return said{text, "zh"} }

// The vocabularies that DCAT-AP prescribes: the theme is population and society.
const (
	authority = "http://publications.europa.eu/resource/authority/"
	mediaType = "https://www.iana.org/assignments/media-types/"
)

// formats are file types of that authority, by the ending of a file.
var formats = map[string]string{".json": "JSON", ".csv": "CSV", ".xlsx": "XLSX"}

// writeCatalog writes catalog.jsonld: the brands, and where there are any the units, each
// with the files that hold them.
func (d *dataset) writeCatalog(put func(string, []byte) error) error {
	settings := d.site.Settings
	publisher := agent{"foaf:Organization", inChinese(settings.Publisher)}
	language, modified := iri{authority + "language/ZHO"}, typed{d.site.Date.String(), "xsd:date"}
	note := ""
	if settings.Demo {
		note = DemoNote
	}
	c := catalog{
		Context: map[string]string{"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "xsd": "http://www.w3.org/2001/XMLSchema#"},
		ID:      d.reference(edition.CatalogPath), Type: "dcat:Catalog",
		Title: inChinese(demoTitle(d.site, settings.Title+"：开放数据")), About: inChinese(note + settings.Title + "的公开数据，随网站一起更新。"),
		By: publisher, Language: language, Modified: modified, Licence: d.licence(),
	}
	if settings.BaseURL != "" {
		c.Home = &iri{settings.BaseURL}
	}
	add := func(name, title, about, schema string) {
		set := datasetRecord{
			ID: c.ID + "#" + name, Type: "dcat:Dataset", Title: inChinese(demoTitle(d.site, title)), About: inChinese(note + about),
			Name: settings.Region.Code + "/" + name, By: publisher, Language: language, Modified: modified, Theme: iri{authority + "data-theme/SOCI"},
			Keywords: []said{inChinese("劳务品牌"), inChinese(settings.Region.Name)}, Page: iri{d.reference(edition.DataPath)}, Version: Version,
		}
		for _, f := range files(d.site) {
			if f.set == name {
				set.Files = append(set.Files, d.distribution(f, schema))
			}
		}
		c.Datasets = append(c.Datasets, set)
	}
	add(brandSet, d.site.RollTitle(), "今日在册的劳务品牌和全部公告：名称、县区、级别、公布文件、有效期、填报情况。", edition.BrandsSchema)
	if d.site.Units != nil {
		add(unitSet, settings.Region.Name+"获得劳务品牌有关称号的单位和基地", "劳务品牌以外，获得称号的单位和基地。", edition.UnitsSchema)
	}
	return put(edition.CatalogPath, append(marshal(c, " "), '\n'))
}

// distribution describes a file; schema is that of its JSON.
func (d *dataset) distribution(f Download, schema string) distribution {
	at := iri{d.reference(f.Path)}
	one := distribution{Type: "dcat:Distribution", Title: inChinese(f.Description), Access: at, Download: at, MediaType: iri{mediaType + f.MediaType}, Licence: d.licence()}
	ext := path.Ext(f.Path)
	if name := formats[ext]; name != "" {
		one.Format = &iri{authority + "file-type/" + name}
	}
	if ext == ".json" {
		one.ConformsTo = &iri{d.reference(schema)}
	}
	return one
}

func (d *dataset) licence() *licenceText {
	if d.site.Settings.Licence == "" {
		return nil
	}
	return &licenceText{"dct:LicenseDocument", inChinese(d.site.Settings.Licence)}
}

// reference returns the address of a file as the catalogue writes it: absolute where the
// site knows its own address, else relative to the catalogue.
func (d *dataset) reference(to string) string {
	if base := d.site.Settings.BaseURL; base != "" {
		return base + to
	}
	return strings.Repeat("../", strings.Count(edition.CatalogPath, "/")) + to
}
