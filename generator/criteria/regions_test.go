package criteria

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// nation is the rules of a repository whose site is the whole country's, read once, with
// the files of regions of this repository.
var nation = sync.OnceValue(func() *Rules {
	root, err := withRegions("region: 100000")
	if err != nil {
		panic(err)
	}
	rules, bad, err := Load(root)
	if err != nil || len(bad) > 0 {
		panic(fmt.Sprint(bad, err))
	}
	return rules
})

// withRegions returns a small repository with all files of regions and the settings.
func withRegions(settings string) (fstest.MapFS, error) {
	root := fstest.MapFS{
		"content/site.yaml":    {Data: []byte(settings + "\n")},
		"criteria/types.yaml":  {Data: []byte("types:\n  - {name: 技能类, slug: skilled}\n")},
		"criteria/levels.yaml": {Data: []byte("levels:\n  - {name: 市级, slug: municipal, order: 1}\n")},
		"criteria/naming.yaml": {Data: []byte("endings: [工]\n")},
		"criteria/facts.yaml":  {Data: []byte("facts:\n  - {id: plan, label: 方案, kind: yes-no}\n")},
	}
	repository := os.DirFS("../..")
	files, err := fs.Glob(repository, "criteria/regions/*.yaml")
	for _, file := range files {
		data, failed := fs.ReadFile(repository, file)
		if failed != nil {
			err = failed
		}
		root[file] = &fstest.MapFile{Data: data}
	}
	return root, err
}

func TestEveryRegionHasItsPlace(t *testing.T) {
	codes, slugs, names := map[string]bool{}, map[string]bool{}, map[string]bool{}
	tiles := map[*Region]map[Tile]string{}
	last := ""
	for _, r := range nation().Regions {
		if r.Code <= last || codes[r.Code] {
			t.Errorf("%s %s stands behind %s", r.Code, r.Name, last)
		}
		if slugs[r.Slug] || !IsSlug(r.Slug) {
			t.Errorf("%s %s: slug %s", r.Code, r.Name, r.Slug)
		}
		if full := r.FullName(); names[full] {
			t.Errorf("%s %s: two are called so in full", r.Code, full)
		} else {
			names[full] = true
		}
		if r.Name == "" || !strings.HasPrefix(r.Name, r.Short) || r.Short == "" {
			t.Errorf("%s %q is not what %q is short for", r.Code, r.Name, r.Short)
		}
		if strings.HasSuffix(r.Name, "市辖区") || strings.HasSuffix(r.Name, "行政区划") {
			t.Errorf("%s %s is a heading, not a region", r.Code, r.Name)
		}
		switch up := r.Parent; {
		case r.IsNation():
			if up != nil {
				t.Errorf("the nation lies in %s", up.Name)
			}
		case r.IsProvince() || r.Municipality:
			if up == nil || !up.IsNation() {
				t.Errorf("%s does not lie in the nation", r.Name)
			}
		case r.IsCity():
			if up == nil || !up.IsProvince() || up.Code[:2] != r.Code[:2] {
				t.Errorf("%s lies in %v", r.Name, up)
			}
		default:
			direct := r.Code[2:4] == "90"
			if up == nil || up.Code[:2] != r.Code[:2] || direct != up.IsProvince() || !direct && !up.Municipality && up.Code[:4] != r.Code[:4] {
				t.Errorf("%s lies in %v", r.Name, up)
			}
		}
		if r.Agricultural != "" {
			t.Errorf("%s is marked agricultural: no source is known", r.Name)
		}
		if r.Tile != nil {
			if tiles[r.Parent] == nil {
				tiles[r.Parent] = map[Tile]string{}
			}
			if other := tiles[r.Parent][*r.Tile]; other != "" {
				t.Errorf("%s and %s share a tile", other, r.Name)
			}
			tiles[r.Parent][*r.Tile] = r.Name
		}
		codes[r.Code], slugs[r.Slug], last = true, true, r.Code
	}
}

func TestEveryFileOfRegionsIsRead(t *testing.T) {
	files, err := fs.Glob(os.DirFS("../.."), "criteria/regions/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if !slices.Contains(nation().Files, file) {
			t.Errorf("%s is not read", file)
		}
	}
}

// Readings that a dictionary of single characters gets wrong.
func TestRegionsAreSpelledAsTheyArePronouncedThere(t *testing.T) {
	for _, pair := range strings.Fields(`
		320116=luhe 320830=xuyi 320904=dafeng 320703=lianyun 320706=haizhou 320707=ganyu 320722=donghai 320723=guanyun
		320724=guannan 320382=pizhou 320324=suining 320903=yandu 321012=jiangdu 321183=jurong
		341500=luan 340300=bengbu 341600=bozhou 331000=zhejiang-taizhou 331100=zhejiang-lishui 330382=yueqing 371722=shanxian
		141024=hongtong 360800=jian 361124=shangrao-yanshan 410621=xunxian 371522=shenxian 371524=donge 340722=zongyang 341021=huangshan-shexian
		341023=huangshan-yixian 370612=muping 410223=weishi 410122=zhongmu 130726=zhangjiakou-yuxian 131025=daicheng 130225=laoting
		130982=renqiu 222404=hunchun 231085=muling 500000=chongqing 500110=qijiang 511123=qianwei 511527=junlian 510117=pidu
		513322=luding 511822=yingjing 513402=huili 532822=menghai 410182=xingyang 611026=zhashui 610829=wubu 350200=xiamen
		440113=panyu 441900=dongguan 451000=baise 420527=zigui 420116=huangpi 430481=leiyang 610000=shaanxi 140000=shanxi
		341621=guoyang 310112=minhang 411726=biyang 140428=zhangzi 610681=zichang 371481=laoling 450804=qintang 440100=guangzhou
		441422=dabu 621223=tanchang 652823=yuli 530426=eshan 320803=huaianqu 220200=jilinshi 110105=beijing-chaoyang`) {
		code, want, _ := strings.Cut(pair, "=")
		if r := nation().Region(code); r == nil || r.Slug != want {
			t.Errorf("%s: %+v, want slug %s", code, r, want)
		}
	}
}

func TestShortNamesAreWhatPeopleSay(t *testing.T) {
	for code, want := range map[string]string{
		"320722": "东海", "222400": "延边", "513200": "阿坝", "513300": "甘孜", "422800": "恩施", "530426": "峨山", "150000": "内蒙古",
		"450000": "广西", "540000": "西藏", "640000": "宁夏", "650000": "新疆", "810000": "香港", "429021": "神农架", "371722": "单县",
		"622927": "积石山", "410304": "瀍河", "152921": "阿拉善左旗", "130107": "井陉矿区", "610103": "碑林", "310115": "浦东", "100000": "全国",
	} {
		if r := nation().Region(code); r == nil || r.Short != want {
			t.Errorf("%s: %+v, want %s", code, r, want)
		}
	}
}

func TestRanksAreToldByCodeAndMark(t *testing.T) {
	for code, want := range map[string]string{
		"100000": "全国", "110000": "直辖市 city", "320000": "省", "450000": "自治区", "810000": "特别行政区", "441900": "市 city",
		"422800": "市 city", "429005": "县 county", "429021": "县 county", "659001": "县 county", "520203": "县 county", "532301": "县 county",
		"320722": "县 county", "460321": "县 county district", "150123": "县 county", "310151": "县 county district", "110101": "县 county district", "230751": "县 county district",
	} {
		r := nation().Region(code)
		got := r.Rank()
		for word, is := range map[string]bool{" city": r.IsCity(), " county": r.IsCounty()} {
			if is {
				got += word
			}
		}
		if r.IsDistrict() {
			got += " district"
		}
		if got != want {
			t.Errorf("%s is %s, want %s", r.Name, got, want)
		}
	}
}

func TestNamesWithinASite(t *testing.T) {
	all := nation()
	for _, c := range []struct{ whole, code, want, city string }{
		{"320700", "320722", "东海县", "连云港市"},
		{"320000", "320722", "连云港市东海县", "连云港市"},
		{"100000", "320722", "江苏省连云港市东海县", "连云港市"},
		{"320722", "320722", "东海县", "连云港市"},
		{"320722", "320000", "江苏省", ""},
		{"420000", "429005", "潜江市", ""},
		{"100000", "429005", "湖北省潜江市", ""},
		{"110000", "110105", "朝阳区", "北京市"},
		{"100000", "110105", "北京市朝阳区", "北京市"},
		{"100000", "110000", "北京市", "北京市"},
		{"440000", "441900", "东莞市", "东莞市"},
	} {
		r := all.Region(c.code)
		city := ""
		if r.City() != nil {
			city = r.City().Name
		}
		if got := r.NameWithin(all.Region(c.whole)); got != c.want || city != c.city {
			t.Errorf("%s on the site of %s: %s in %q, want %s in %q", c.code, c.whole, got, city, c.want, c.city)
		}
	}
}

func TestBrandsNameNoProvinceAndListsDo(t *testing.T) {
	all := nation()
	for _, code := range []string{"320722", "320700", "320000", "110000", "441900", "420000", "100000"} {
		r := all.Region(code)
		var names, lists []string
		for _, x := range all.Regions {
			if r.Contains(x) && !x.IsNation() {
				if lists = append(lists, x.Code); !x.IsProvince() {
					names = append(names, x.Code)
				}
			}
		}
		if r.IsProvince() { // whose list is that of the site
			lists = names
		}
		for what, c := range map[string]struct {
			got  []*Region
			want []string
		}{"can be named": {all.RegionsIn(r), names}, "have lists": {all.PlacesIn(r), lists}} {
			var got []string
			for _, x := range c.got {
				got = append(got, x.Code)
			}
			if slices.Sort(got); len(got) == 0 || !slices.Equal(got, slices.Sorted(slices.Values(c.want))) {
				t.Errorf("%s: %d %s, want %d", r.Name, len(got), what, len(c.want))
			}
		}
	}
}

func TestOnlyWhatASiteNeedsIsRead(t *testing.T) {
	standard := func(region string) string {
		return "title: 标准\nlevel: 市级\n" + region + "\neffective: {from: 2024}\nkind: checklist\ntypes:\n  技能类:\n    - {id: a, group: 甲, text: 乙, met: {plan: 是}}\n"
	}
	for _, c := range []struct{ settings, standard, want string }{
		{"region: 320700", "", "32"},
		{"title: 甲\nregion: '429005' # 潜江\r", "region: 420000", "42"},
		{"region: 429005", "region: 320000", "42"},
		{"region: 110000", "region: 100000", "10 11"},
		{"region: 100000", "region: 320000", "all"},
		{"region: 连云港市", "", "all"},
		{"region: 320700", "\"region\": 320000", "all"},
		{"title: 甲", "", "all"},
	} {
		root, err := withRegions(c.settings)
		if err != nil {
			t.Fatal(err)
		}
		if c.standard != "" {
			root["criteria/standards/s.yaml"] = &fstest.MapFile{Data: []byte(standard(c.standard))}
		}
		rules, bad, err := Load(root)
		if err != nil || len(bad) > 0 {
			t.Fatal(bad, err)
		}
		var read []string
		for _, file := range rules.Files {
			if path.Dir(file) == regionsDir {
				read = append(read, strings.TrimSuffix(path.Base(file), ".yaml"))
			}
		}
		got := strings.Join(read, " ")
		if len(read) == 35 {
			got = "all"
		}
		if got != c.want {
			t.Errorf("%q, %q: read %s, want %s", c.settings, c.standard, got, c.want)
		}
	}
}
