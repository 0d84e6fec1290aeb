// Package pinyin reads Chinese characters: the syllables by which names are found
// and from which addresses are made.
//
// A dictionary of single characters knows their commonest reading; a table of
// words, above all names of places, knows better where a word reads them
// otherwise (重庆 is chong qing). Nothing here tells where words end.
package pinyin

import (
	"strings"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// readings are words that the dictionary of go-pinyin, which reads character by
// character, gets wrong: above all names of places. Syllables are parted by
// spaces.
var readings = map[string]string{
	// Jiangsu
	"六合": "lu he", "盐都": "yan du", "江都": "jiang du", "甪直": "lu zhi", "浒墅关": "xu shu guan", "浒浦": "xu pu", "氾水": "fan shui",
	// elsewhere
	"重庆": "chong qing", "乐清": "yue qing", "厦门": "xia men", "六安": "lu an", "浚县": "xun xian", "蚌埠": "beng bu", "枞阳": "zong yang",
	"歙县": "she xian", "莘县": "shen xian", "单县": "shan xian", "东阿": "dong e", "任丘": "ren qiu", "大城": "dai cheng", "蔚县": "yu xian",
	"井陉": "jing xing", "乐亭": "lao ting", "长垣": "chang yuan", "长子": "zhang zi", "洪洞": "hong tong", "繁峙": "fan shi", "珲春": "hun chun",
	"铅山": "yan shan", "台州": "tai zhou", "嵊州": "sheng zhou", "犍为": "qian wei", "什邡": "shi fang", "筠连": "jun lian", "荥经": "ying jing",
	"中牟": "zhong mu", "泌阳": "bi yang", "渑池": "mian chi", "武陟": "wu zhi", "柘城": "zhe cheng", "长葛": "chang ge", "黄陂": "huang pi",
	"番禺": "pan yu", "东莞": "dong guan", "大埔": "da bu", "百色": "bai se", "会稽": "kuai ji", "佛坪": "fo ping", "吴堡": "wu bu",
	"宕昌": "tan chang", "尉犁": "yu li", "龟兹": "qiu ci", "长武": "chang wu", "长乐": "chang le", "乐陵": "lao ling", "乐都": "le du",
	"解州": "hai zhou", "西藏": "xi zang", "都江堰": "du jiang yan", "成都": "cheng du", "长春": "chang chun", "长沙": "chang sha",
	"长兴": "chang xing", "长丰": "chang feng", "长白": "chang bai", "长清": "chang qing", "长岛": "chang dao", "长江": "chang jiang",
	"长泰": "chang tai", "长宁": "chang ning", "长治": "chang zhi", "长安": "chang an", "长寿": "chang shou", "昌都": "chang du", "花都": "hua du",
	"新都": "xin du", "于都": "yu du", "宁都": "ning du", "丰都": "feng du", "石嘴山": "shi zui shan", "颍上": "ying shang", "重阳": "chong yang",
	"尉氏": "wei shi", "郫县": "pi xian", "阿城": "a cheng", "会理": "hui li", "华县": "hua xian", "朝天": "chao tian", "儋州": "dan zhou",
	// trades
	"音乐": "yin yue", "乐器": "yue qi", "重型": "zhong xing", "都市": "du shi", "银行": "yin hang", "弹棉": "tan mian", "会计": "kuai ji",
	"藏品": "cang pin", "珍藏": "zhen cang", "参茸": "shen rong", "人参": "ren shen", "海参": "hai shen", "长工": "chang gong", "首都": "shou du",
	"水果行": "shui guo hang", "商行": "shang hang", "车行": "che hang", "校准": "jiao zhun", "模具": "mu ju", "炮制": "pao zhi", "还原": "huan yuan",
	"大厦": "da sha", "行家": "hang jia", "内行": "nei hang", "同行": "tong hang", "行业": "hang ye",
}

// longestReading is the number of characters of the longest key of readings.
const longestReading = 3

// Read returns a syllable for each Han character of text, by the table where it
// has the word. ASCII characters stand as they are, one by one; others are left
// out.
func Read(text string) []string { return read(text, true) }

// ReadAlone reads each character as it is read alone.
func ReadAlone(text string) []string { return read(text, false) }

func read(text string, table bool) []string {
	var syllables []string
	args := pinyin.NewArgs()
	for text != "" {
		if table {
			if word, spelt := wellKnown(text); word != "" {
				syllables, text = append(syllables, spelt...), text[len(word):]
				continue
			}
		}
		r, n := utf8.DecodeRuneInString(text)
		if r < utf8.RuneSelf {
			syllables = append(syllables, text[:n])
		} else if p := pinyin.SinglePinyin(r, args); len(p) > 0 && p[0] != "" {
			syllables = append(syllables, p[0])
		}
		text = text[n:]
	}
	return syllables
}

// wellKnown returns the longest key of readings that text begins with.
func wellKnown(text string) (word string, syllables []string) {
	end := 0
	for range longestReading {
		_, n := utf8.DecodeRuneInString(text[end:])
		end += n
		if s, ok := readings[text[:end]]; ok {
			word, syllables = text[:end], strings.Fields(s)
		}
	}
	return word, syllables
}
