package criteria

// A Synonym is a group of words under which people look for one trade: 月嫂 and 母婴护理员.
type Synonym struct {
	Name  string   // 母婴护理: what a heading calls the group
	Words []string // all of the group, the name first, in the order of the file
}

// The words of searches. Language is the same everywhere: regions have none of their own. The
// desk in the browser looks for nothing, and neither carries these files nor reads them.
const (
	synonymsFile = "criteria/synonyms.yaml"
	askingFile   = "criteria/asking.yaml"
)

// IsOfSearch reports whether a path of the repository is a file of words that searches alone
// read, and that changes nothing of what brands are measured by.
func IsOfSearch(file string) bool { return file == synonymsFile || file == askingFile }
