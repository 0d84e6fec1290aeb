// Package search indexes every brand that an act which has come names with bleve,
// asks bleve, and exports what bleve built as small static files from which
// layouts/search answers in the reader's browser: the same ids, order, totals,
// counts and score bits.
//
//	Corpus ─► bleve (one segment) ─► Index.Search      the command `search`
//	                             └─► export ─► public/search/   the page
//
// # What is indexed
//
// Every letter and digit is a token (tokenizer.go), traditional characters as
// simplified ones (traditional.go); a text is indexed by its pairs of neighbours, so
// that any substring is found, whatever words it cuts through. fields.go says which
// fields there are and how they are cut. What is scored (name, place, unit, trade) has
// frequencies and lengths; the long text, and what else a page shows (people, labels of
// links, the unit to ask), has none and scores nothing: it only says that something is
// there. A single character of the text is asked for as the beginning of pairs, three to
// six neighbours of a name, place, unit or person as the beginning of six, and pinyin as
// the beginning of the sixteen letters that stand behind each syllable: bleve indexes
// one term for each place in a text, and the export writes down the answer for each
// single character and for up to four letters.
//
// A document that has a word of a trade in its name, industry, type or unit is also indexed
// by all words of its group (criteria/synonyms.yaml), so that a query asks for one term, which
// lies beside those it asks for anyway: a text that mentions a trade is found by that word
// alone. A document is indexed by the numbers of the acts that its honours rest on, from each
// character on, and by the telephone numbers that its page shows (phone.go).
//
// # Who is found
//
// Whoever checks a plaque asks for names that stand no more, or not yet. So all brands
// with a page are indexed, with their status, and those without one that a running 公示
// names, by what it says; of those that a 公示 which is over did not lead to nothing is
// said. In every order those that stand (在册) come first, then 公示中, 已退出, 已到期.
// Where no status is chosen, all that match are hits in that order, and Total and the
// facets count the standing alone; Others says how many do not stand. Where statuses
// are chosen, they are a facet as any other. The facet of status counts all, chosen or
// not; a brand counts under each that one of its honours has: what stands and is named by a
// running 公示 besides under both. Who states no type
// counts as 类型未载明. By level and year is found what stands; of a brand that has nothing standing what
// it held, of one that was never recognized what the 公示 is to give. A brand that bears
// exactly the name that was typed, now or once, is the first within its status.
//
// Notices, standards and pages (papers) have an index of their own, which the client
// reads after the brands are shown. As documents of the brands' index they would change
// its N and its numbers of terms and with them every score. Their index is one file,
// the file papers, some 30 kB for 18 papers with their text; where brands are many, papers are found by titles, numbers
// and the units that they name alone. They are asked as brands are, but know no words of
// trades. The page lookup.html asks in quotation marks: for a name and nothing else.
//
// # What is asked
//
// plan.go reads a query with the words of expand.go, query.go puts it to bleve: what a
// text is taken for is decided before both bleve and the browser evaluate it. A word that
// is a level, a year, a status or an offer (有岗位) chooses it; a word of a trade finds the others of its group
// behind those that have it; what looks like the number of an act is looked for among
// them too; a telephone number, however it is spelled, is one term, which
// nothing else stands for: where no brand has it, none is found; five digits and more are looked for as a part of one, too. Words that mean an
// offer (找工作) choose it where nothing else is asked for; in quotation marks a query is only its characters. All tokens must match. If
// no brand has them all the query is mended: words that only ask (criteria/asking.yaml)
// are left out, and pinyin may be one letter off, where what comes of it is syllables
// that follow one another somewhere. If that finds nothing either, half of the tokens
// that some brand has must match, and brands with the one that the fewest have stand
// first. Where no brand has what was typed but in other words of its trade or in part, Lacks
// says so: it is in no name. A run of the query that stands as typed in a name, place or unit gives a
// constant that outweighs all else: idf would not do, for it is nothing for what most
// brands have; so do syllables typed apart that a name has side by side. Order: status,
// score, then slug.
//
// testdata/queries.tsv holds what the public types and what it should find first.
//
// # What is published
//
// search/manifest.json, and beside it files whose names end in a part of the hash of what is
// in them, as the manifest says: shards
// of terms (t-…, by their least key), the facets of all documents (docs), the orders by
// name and date, the acts by which honours stand (acts), the papers, and the rows that results show, by slug (r0 …), by trade
// (k0 …) and by what else names begin with (n0 …), of which the client
// takes the files that show most of the hits. What pages show besides (w0 …) is fetched
// where a row does not show why it was found. What only some queries need is fetched by
// these: with what words a query is mended (mend), and the table of traditional
// characters (simple), for a query with a character that GB 2312 has not.
// An edit of a text publishes the manifest and the shards of its pairs anew, some two for
// each character, for where a shard ends does not depend on what lies far before it.
// Files are gzip inside, for many hosts do not compress what they do not know.
// Numbers are unsigned varints; see shards.go and rows.go.
//
// # What was found out about bleve 2.6.3
//
// Nearly all time goes into zap's segments, and there into one map look-up and
// one append for each pair of term and document, each done twice. So:
//
//   - fewer pairs: leaving out single characters of the text, and all but the
//     longest parts of names, took a quarter of the time and of the file;
//   - no frequencies and lengths for the text: bytes, in the shards above all;
//   - fields come analysed (fields.go): bleve's own analysis makes a token and a
//     frequency for every occurrence;
//   - bleve.NewBuilder works on one core. segments (segment.go) stands in the
//     place of zap's builder, makes a segment of each 250 documents on all cores
//     and merges them into one. Segments of 5000 documents take 1.3 GB, of 1000
//     460 MB, of 250 220 MB, in the same time;
//   - bleve's own ways were measured beside it, 10,000 brands, two cores, medians
//     of seven: segments 7.6 s and 12.5 s of processor time, 215 MB; batches of
//     250 side by side and one forced merge 9.7 s, 16.7 s, 225 MB, since each is
//     merged in memory before; batches of 1000 9.2 s, 15.2 s, 430 MB;
//     bleve.NewBuilder 14 s on one core;
//   - more than one segment would change BM25: cardinalities of fields add up.
//
// 10,000 brands of 400 characters, build and export: 8 s of processor time, two
// thirds of it on all cores (5 s on two), 240 MB at the most, 7 MB of files; 1,000
// brands: 1.2 s of processor time (0.75 s on two cores); 36 brands: 0.05 s, and
// what six syncs of files take on a busy disk. Unchanged documents are not indexed
// again. In Chromium an answer over 400 brands takes 0.2 ms once its shards are
// there. TestBudget and BenchmarkBuild measure it.
//
// What is fetched at 10,000 brands and 274 groups of words of trades, medians of 96
// queries and in brackets the most, with the script: first 78 kB (95) in 6 requests (11),
// then 15 kB (32) in 4 (9), and the papers. At 1,000 brands: 30 kB (54) in 5 (11), then
// 10 kB (34) in 3 (9). The marks are 90 kB in 8 requests, then 25 kB; the names of 2,600 files
// take 6 kB of it, so that the worst first queries pass the mark by 5 kB; 5 of 96 first queries
// take more requests than that, one of them more than 10. These are places with a trade of
// four characters (仪征数据标注), whose pairs lie apart in the order of terms, words of a
// trade behind a part of a place (阳焊接), and single characters that half of all names have
// (工, 师): their ten best have nothing else in common, and lie apart in every order of
// rows. What begins alike lies in one shard (shards.go): a pair, the longer strings that
// begin with it and the words of its trade; without that the most were 12 requests and 93 kB.
// Shards of 8 kB save the worst no request and cost it 4 kB. The words of a trade as
// a column of docs would be fetched by every query.
//
// bleve's avg length is the number of a field's distinct terms by the number of
// documents, rounded up; its norm is a float32; disjunctions weigh the share of
// clauses that match; children are summed by ascending count. All of it is part
// of the score and of layouts/search/score.ts. On processors that fuse multiply
// and add the last bit may differ.
//
// What the page draws once its brands are shown (filters, pager, papers, why a row was found), and
// what is asked for by a button (a file to take along, choosing brands to compare), is a script
// of its own, layouts/search/after.ts.
//
// The client's types are checked by
// `npx -p typescript@5.9.3 tsc --noEmit -p layouts/search`.
package search
