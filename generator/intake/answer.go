package intake

import (
	"cmp"
	"io/fs"

	"minglu/generator/desk"
	"minglu/generator/values"
)

// A Question is a file that was opened on the page of a desk.
type Question struct {
	Name   string            `json:"name"`
	Data   []byte            `json:"data"`
	County string            `json:"county"` // of brands of which no county stands in the list, as files write it; "": none
	AsOf   string            `json:"as_of"`  // the day of the figures; "": as it stands
	Map    map[string]string `json:"map"`    // what columns are, by their heads
	Files  map[string][]byte `json:"files"`  // those that an answer before this one wanted, by path
	Open   *Open             `json:"open"`   // the file that is being filled in; nil: none
}

// An Answer is what was made of it.
type Answer struct {
	Files     []Made     `json:"files"`
	Wanted    []string   `json:"wanted"` // files of brands without which nothing is said of these
	Others    []string   `json:"others"` // brands that are not the open one, where one is open
	Columns   []Column   `json:"columns"`
	Left      []Left     `json:"left"`
	Proposals []Proposal `json:"proposals"`
	Remarks   []Remark   `json:"remarks"`
	Names     []string   `json:"names"` // what columns can be
	Brands    int        `json:"brands"`
	Said      int        `json:"said"`
	Placed    int        `json:"placed"`
}

// Made is a file that was made or changed.
type Made struct {
	Path   string `json:"path"`
	Kind   string `json:"kind"`   // desk.BrandFile, desk.NoticeFile
	Name   string `json:"name"`   // of the brand, or the notice's title
	Before string `json:"before"` // "" of a new one
	Text   string `json:"text"`
}

// Answered takes a file in for the page of a desk; root has the columns that are
// remembered. The error is in Chinese.
func Answered(d *desk.Desk, root fs.FS, q Question) (Answer, error) {
	files, err := desk.Files(q.Files)
	if err != nil {
		return Answer{}, err
	}
	o := Options{Map: map[string]string{}, Open: q.Open}
	if day, ok := values.ParseDate(q.AsOf, false); ok {
		o.AsOf = day.String()
	}
	remembered, err := ReadColumns(root)
	if err != nil {
		return Answer{}, err
	}
	for _, columns := range []map[string]string{remembered, q.Map} {
		for head, name := range columns {
			o.Map[head] = name
		}
	}
	in, err := New(Repository{Desk: d, Files: files}, o)
	if err != nil {
		return Answer{}, err
	}
	in.o.County = in.regionOf(q.County)
	if err := in.Take(q.Name, q.Data); err != nil {
		return Answer{}, err
	}
	made, err := in.Finish()
	a := Answer{Files: []Made{}, Wanted: in.Wanted, Others: in.Others, Columns: in.Columns, Left: in.Left, Proposals: in.Proposals, Remarks: in.Remarks, Names: []string{}, Brands: in.Brands, Said: in.Said, Placed: in.Placed}
	for _, f := range made {
		of := in.files[f.Name]
		a.Files = append(a.Files, Made{f.Name, cmp.Or(of.kind, desk.BrandFile), of.name, string(f.Before), string(f.After)})
	}
	for _, t := range in.words.all {
		a.Names = append(a.Names, t.Name)
	}
	return a, err
}
