package federation

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minglu/generator/bundle"
	"minglu/generator/edition"
	"minglu/generator/signature"
)

// A trick is a way to be a bad source. It publishes something for the county, whose bundle so
// far is sound; what must be said of it is want, either of the source, whose last good bundle
// then stands, or of a file, which then is not taken.
type trick struct {
	name  string
	state edition.SourceState
	want  string
	play  func(p *play)
}

// A play is one time that a trick is tried.
type play struct {
	*world
	county *directory
	good   []byte // its bundle so far
	random *rand.Rand
}

func (p *play) puts(data []byte) { p.publish(p.county.region.Code, data) }

func (p *play) forges(change func(m *bundle.Manifest, texts map[string][]byte)) {
	p.puts(forged(p, p.good, p.county.ring, change))
}

// repacks changes what is in the archive, and nothing else of it.
func (p *play) repacks(change func(files map[string][]byte)) {
	files := unpacked(p, p.good)
	change(files)
	p.puts(packed(p, files))
}

func (p *play) text() string {
	files := unpacked(p, p.good)
	var names []string
	for name := range files {
		if strings.HasPrefix(name, "content/") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names[p.random.IntN(len(names))]
}

const alien = "---\nname: 海外来客%d\ncounty: %s\n---\n"

var tricks = []trick{
	{"a byte altered", edition.Unsound, "", func(p *play) {
		data := bytes.Clone(p.good)
		data[10+p.random.IntN(len(data)-10)] ^= 1 << p.random.IntN(8)
		p.puts(data)
	}},
	{"cut short", edition.Unsound, "已损坏", func(p *play) { p.puts(p.good[:20+p.random.IntN(len(p.good)-30)]) }},
	{"a page in its place", edition.Unsound, "不是 gzip", func(p *play) { p.puts([]byte("<!doctype html><title>404</title>" + strconv.Itoa(p.random.Int()))) }},
	{"signed by another key", edition.Unsound, "签名不是公钥", func(p *play) {
		other, err := signature.New(false)
		if err != nil {
			p.Fatal(err)
		}
		p.puts(forged(p, p.good, other, func(*bundle.Manifest, map[string][]byte) {}))
	}},
	{"not signed", edition.Unsound, "没有签名", func(p *play) { p.repacks(func(f map[string][]byte) { delete(f, "bundle.note") }) }},
	{"a text altered below the signature", edition.Unsound, "与 bundle.json 所列的不同", func(p *play) {
		name := p.text()
		p.repacks(func(f map[string][]byte) { f[name] = append(f[name], "多出一行\n"...) })
	}},
	{"a text and the list altered below the signature", edition.Unsound, "已被改动", func(p *play) {
		files := unpacked(p, p.good)
		again := unpacked(p, forged(p, p.good, p.county.ring, func(_ *bundle.Manifest, texts map[string][]byte) {
			name := p.text()
			texts[name] = append(texts[name], "多出一行\n"...)
		}))
		again["bundle.note"] = files["bundle.note"]
		p.puts(packed(p, again))
	}},
	{"a text missing", edition.Unsound, "个文件", func(p *play) {
		name := p.text()
		p.repacks(func(f map[string][]byte) { delete(f, name) })
	}},
	{"a log without its checkpoint", edition.Unsound, "没有日志", func(p *play) { p.repacks(func(f map[string][]byte) { delete(f, "log/checkpoint") }) }},
	{"a log that is not the checkpoint's", edition.Unsound, "日志与签名不符", func(p *play) {
		p.repacks(func(f map[string][]byte) {
			f["log/acts.jsonl"] = bytes.Replace(f["log/acts.jsonl"], []byte("认定"), []byte("退出"), 1)
		})
	}},
	{"a path that climbs", edition.Unsound, "不该有的文件", func(p *play) {
		p.repacks(func(f map[string][]byte) {
			f["content/"+strings.Repeat("../", 1+p.random.IntN(4))+"etc/passwd"] = []byte("x")
		})
	}},
	{"settings among it", edition.Unsound, "不该有的文件", func(p *play) {
		p.repacks(func(f map[string][]byte) { f["content/site.yaml"] = []byte("title: 我的\n") })
	}},
	{"a script among it", edition.Unsound, "不该有的文件", func(p *play) { p.repacks(func(f map[string][]byte) { f["layouts/base/base.ts"] = []byte("alert(1)") }) }},
	{"too large a text", edition.Unsound, "太大", func(p *play) {
		p.repacks(func(f map[string][]byte) { f[p.text()] = make([]byte, 1<<20+1+p.random.IntN(1000)) })
	}},
	{"too large by its head", edition.Unsound, "太大", func(p *play) {
		p.oddly(p.county.region.Code, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(bundle.MaxPacked+1+p.random.IntN(1<<30)))
			_, _ = w.Write([]byte("x"))
		})
	}},
	{"another region's", edition.Unsound, "范围", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.Region = []string{"320700", "320721", "110000", "", "x"}[p.random.IntN(5)]
		})
	}},
	{"another address", edition.Unsound, "不是来源的地址", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.BaseURL = fmt.Sprintf("https://county%d.example/", p.random.IntN(1000))
			for i := range m.Files {
				m.Files[i].Page = ""
			}
		})
	}},
	{"of tomorrow", edition.Unsound, "晚于今天", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.Date = fmt.Sprintf("20%02d-01-01", 27+p.random.IntN(70))
		})
	}},
	{"of no day", edition.Unsound, "不是一天", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.Date = fmt.Sprintf("2026-%02d-31", 13+p.random.IntN(80))
		})
	}},
	{"of an earlier day", edition.Older, "上次取得的是", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.Date = fmt.Sprintf("20%02d-06-30", 10+p.random.IntN(16))
		})
	}},
	{"before the last act", edition.Older, "上次有", func(p *play) {
		earlier := *p.county
		earlier.log, earlier.files = nil, nil
		first := p.found(p.county.region)
		earlier.files = first.files
		earlier.files["content/site.yaml"] = p.county.files["content/site.yaml"]
		a := earlier.brand(p.county.region, "a", p.county.region.FullName()+"甲工匠")
		earlier.files["content/brands/"+p.county.region.Slug+"/"+a+".md"] = p.county.files["content/brands/"+p.county.region.Slug+"/"+a+".md"]
		earlier.act("xianji", "县级", p.county.region.Name+"县级劳务品牌", a)
		p.puts(p.bundle(&earlier))
	}},
	{"another log for another reader", edition.Forked, "不是从上次的日志", func(p *play) {
		other := *p.county
		other.log = nil
		other.files = maps.Clone(p.county.files)
		notice := other.files["content/notices/xianji.md"]
		other.write("content/notices/xianji.md", strings.Replace(string(notice.Data), "认定下列品牌。", fmt.Sprintf("认定下列品牌（第 %d 稿）。", p.random.IntN(1000)), 1))
		p.puts(p.bundle(&other))
	}},
	{"the collector's own brands come back", edition.Unsound, "循环", func(p *play) {
		p.forges(func(m *bundle.Manifest, texts map[string][]byte) {
			name := fmt.Sprintf("content/brands/%s/%s-loop%d.md", p.county.region.Slug, p.county.region.Slug, p.random.IntN(1000))
			texts[name] = fmt.Appendf(nil, alien, p.random.IntN(1000), p.county.region.FullName())
			town := p.county.region
			m.Sources = []bundle.Source{{Name: "转来", Region: town.Code, Date: "2026-06-01", Origin: p.base("320700")}}
			m.Files = append(m.Files, bundle.File{Path: name, Source: 1})
		})
	}},
	{"the collector itself", edition.Unsound, "循环", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.BaseURL, m.Title = p.base("320700"), "本站"
			for i := range m.Files {
				m.Files[i].Page = ""
			}
		})
	}},
	{"a brand of another county", edition.Sound, "不在本站的范围", func(p *play) {
		p.forges(func(_ *bundle.Manifest, texts map[string][]byte) {
			texts[fmt.Sprintf("content/brands/ganyu/ganyu-alien%d.md", p.random.IntN(1000))] = fmt.Appendf(nil, alien, p.random.IntN(1000), "连云港市赣榆区")
		})
	}},
	{"an act of the city", edition.Sound, "只能写本级和下级的", func(p *play) {
		p.forges(func(_ *bundle.Manifest, texts map[string][]byte) {
			level := []string{"市级", "省级", "国家级"}[p.random.IntN(3)]
			texts[fmt.Sprintf("content/notices/above%d.md", p.random.IntN(1000))] = []byte("---\nkind: 认定\ntitle: 越级认定\nlevel: " + level + "\nhonor: 越级荣誉\ndate: 2025-01-01\nbrands: [" + p.county.region.Slug + "-a]\n---\n")
		})
	}},
	{"script in a name", edition.Sound, "", func(p *play) {
		p.forges(func(_ *bundle.Manifest, texts map[string][]byte) {
			texts["content/brands/"+p.county.region.Slug+"/"+p.county.region.Slug+"-x.md"] = []byte("---\nname: {a: [}\ncounty: x\n---\n")
		})
	}},
	{"a personal number", edition.Sound, "", func(p *play) {
		p.forges(func(_ *bundle.Manifest, texts map[string][]byte) {
			slug := p.county.region.Slug + "-id"
			texts["content/brands/"+p.county.region.Slug+"/"+slug+".md"] = fmt.Appendf(nil, "---\nname: 泄露号码工匠\ncounty: %s\n---\n联系人手机 1381234%04d。\n", p.county.region.FullName(), p.random.IntN(10000))
		})
	}},
	{"a page elsewhere", edition.Unsound, "不在它的名录里", func(p *play) {
		p.forges(func(m *bundle.Manifest, _ map[string][]byte) {
			m.Files[p.random.IntN(len(m.Files))].Page = []string{"javascript:alert(1)", "https://other.example/x.html", "//x"}[p.random.IntN(3)]
		})
	}},
	{"an error of the server", edition.Unreachable, "对方答复", func(p *play) {
		status := []int{403, 404, 429, 500, 503}[p.random.IntN(5)]
		p.oddly(p.county.region.Code, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	}},
	{"a redirect to this network", edition.Unreachable, "内部网络", func(p *play) {
		to := []string{"https://127.0.0.2:443/", "https://[::1]:443/", "https://169.254.169.254/latest/meta-data/", "https://10.0.0.1/", "https://192.168.1.1/"}[p.random.IntN(5)]
		p.oddly(p.county.region.Code, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}},
	{"a redirect to plain http", edition.Unreachable, "http", func(p *play) {
		p.oddly(p.county.region.Code, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://example.org/", http.StatusFound)
		})
	}},
	{"redirects without end", edition.Unreachable, "跳转太多", func(p *play) {
		p.oddly(p.county.region.Code, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	}},
}

// TestBadBundles: of a thousand bundles that somebody tampered with, that are old, too large,
// out of their region, above their level or one thing for one reader and another for the next,
// each is named and nothing of it is built in; what was good stands.
func TestBadBundles(t *testing.T) {
	const plays = 1000
	w := newWorld(t, "320700")
	region := w.rules.Region("320722")
	county := w.county(region)
	good := w.publishes(county)
	city := w.found(w.rules.Region("320700"), county)
	w.sound(city)
	before := slugs(w.site(city))
	random := rand.New(rand.NewPCG(16, 2))
	for i := range plays {
		k := tricks[i%len(tricks)]
		w.publish(region.Code, good)
		w.oddly(region.Code, nil)
		p := &play{w, county, good, random}
		k.play(p)
		pulled := w.pull(city)[0]
		said := pulled.Why
		for _, r := range pulled.Refused {
			said += r.Path + r.Why
		}
		if pulled.State != k.state || said == "" || !strings.Contains(said, k.want) {
			t.Errorf("%s: %q, want %q: %q, want %q", k.name, pulled.State, k.state, said, k.want)
		}
		if after := slugs(w.site(city)); !slices.Equal(after, before) {
			t.Fatalf("%s: brands %v, want %v", k.name, after, before)
		}
		// well again: what was refused does not stay
		w.publish(region.Code, good)
		w.oddly(region.Code, nil)
		if k.state == edition.Sound || i < len(tricks) {
			if again := w.pull(city)[0]; again.State != edition.Sound && k.state != edition.Sound {
				t.Errorf("%s: %s stays", k.name, again.State)
			}
		}
	}
}
