import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * Reads what `export opensearch` writes as OpenSearch reads it, by Lucene: makes the analyzers
 * of settings.json, has them cut the texts of tokens.ndjson, indexes bulk.ndjson twice,
 * as a rerun would, and asks the queries of queries.ndjson. Ends with 1 where a term or
 * a set differs. .ci/consumers runs it.
 */
class Lucene {
    public static void main(String[] args) throws IOException {
        Path dir = Path.of(args[0]);
        Map<String, Object> stated = object(new Json(Files.readString(dir.resolve("settings.json"))).value());
        Map<String, Object> analysis = object(object(stated.get("settings")).get("analysis"));
        Map<String, Object> fields = object(object(stated.get("mappings")).get("properties"));
        Map<String, Analyzer> analyzers = new HashMap<>();
        for (String name : object(analysis.get("analyzer")).keySet()) {
            analyzers.put(name, analyzer(analysis, name));
        }
        int wrong = tokens(dir, analyzers) + sets(dir, fields, analyzers);
        System.exit(wrong == 0 ? 0 : 1);
    }

    /** analyzer makes one of the analyzers of the settings. */
    static Analyzer analyzer(Map<String, Object> analysis, String name) {
        Map<String, Object> is = object(object(analysis.get("analyzer")).get(name));
        Map<String, Object> tokenizer = object(object(analysis.get("tokenizer")).get(is.get("tokenizer")));
        int longest = number(tokenizer.get("max_token_length"));
        List<Map<String, Object>> before = new ArrayList<>();
        for (Object filter : list(is.get("char_filter"))) {
            before.add(object(object(analysis.get("char_filter")).get(filter)));
        }
        Map<String, Object> grams = object(object(analysis.get("filter")).get(list(is.get("filter")).get(0)));
        int least = number(grams.get("min_gram")), most = number(grams.get("max_gram"));
        List<Object> maps = new ArrayList<>();
        for (Map<String, Object> filter : before) {
            maps.add(filter.get("type").equals("mapping") ? mapping(list(filter.get("mappings"))) : Pattern.compile((String) filter.get("pattern")));
        }
        return new Analyzer() {
            @Override
            protected Reader initReader(String field, Reader reader) {
                for (int i = 0; i < maps.size(); i++) {
                    if (maps.get(i) instanceof NormalizeCharMap map) {
                        reader = new MappingCharFilter(map, reader);
                    } else {
                        reader = new PatternReplaceCharFilter((Pattern) maps.get(i), (String) before.get(i).get("replacement"), reader);
                    }
                }
                return reader;
            }

            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer source = new WhitespaceTokenizer(longest);
                return new TokenStreamComponents(source, new NGramTokenFilter(source, least, most, false));
            }
        };
    }

    /** mapping reads rules as OpenSearch does: trimmed, and a backslash begins a character by its code. */
    static NormalizeCharMap mapping(List<Object> rules) {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (Object rule : rules) {
            String[] sides = ((String) rule).split("=>", 2);
            map.add(unescaped(sides[0].trim()), unescaped(sides[1].trim()));
        }
        return map.build();
    }

    static String unescaped(String s) {
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < s.length(); i++) {
            if (s.startsWith("\\u", i)) {
                b.append((char) Integer.parseInt(s.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                b.append(s.charAt(i));
            }
        }
        return b.toString();
    }

    static int tokens(Path dir, Map<String, Analyzer> analyzers) throws IOException {
        int texts = 0, terms = 0, wrong = 0;
        try (BufferedReader lines = Files.newBufferedReader(dir.resolve("tokens.ndjson"))) {
            for (String line; (line = lines.readLine()) != null; texts++) {
                Map<String, Object> c = object(new Json(line).value());
                for (Map.Entry<String, Object> want : object(c.get("terms")).entrySet()) {
                    List<String> wanted = new ArrayList<>();
                    for (Object term : list(want.getValue())) {
                        wanted.add((String) term);
                    }
                    Collections.sort(wanted); // by UTF-16, which Go does not go by
                    List<String> got = cut(analyzers.get(want.getKey()), (String) c.get("text"));
                    terms += got.size();
                    if (!got.equals(wanted) && wrong++ < 20) {
                        System.out.println(want.getKey() + " of " + c.get("text") + ":\n" + got + "\nnot\n" + wanted);
                    }
                }
            }
        }
        System.out.printf("Lucene: %d texts, %d terms, %d lists of them differ%n", texts, terms, wrong);
        return wrong;
    }

    static List<String> cut(Analyzer analyzer, String text) throws IOException {
        List<String> out = new ArrayList<>();
        try (TokenStream stream = analyzer.tokenStream("", new StringReader(text))) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                out.add(term.toString());
            }
            stream.end();
        }
        Collections.sort(out);
        return out;
    }

    static int sets(Path dir, Map<String, Object> fields, Map<String, Analyzer> analyzers) throws IOException {
        Map<String, Analyzer> byField = new HashMap<>();
        fields.forEach((name, is) -> {
            Object analyzer = object(is).get("analyzer");
            if (analyzer != null) {
                byField.put(name, analyzers.get(analyzer));
            }
        });
        Directory index = new ByteBuffersDirectory();
        int documents = 0, queries = 0, found = 0, wrong = 0;
        try (IndexWriter writer = new IndexWriter(index, new IndexWriterConfig(new PerFieldAnalyzerWrapper(new KeywordAnalyzer(), byField)))) {
            for (int run = 0; run < 2; run++) { // a rerun changes nothing
                try (BufferedReader lines = Files.newBufferedReader(dir.resolve("bulk.ndjson"))) {
                    for (String line; (line = lines.readLine()) != null; ) {
                        String id = (String) object(object(new Json(line).value()).get("index")).get("_id");
                        Document d = new Document();
                        d.add(new StringField("_id", id, Field.Store.YES));
                        object(new Json(lines.readLine()).value()).forEach((name, value) -> {
                            for (Object one : value instanceof List<?> l ? l : List.of(value)) {
                                d.add(byField.containsKey(name) ? new TextField(name, (String) one, Field.Store.NO) : new StringField(name, (String) one, Field.Store.NO));
                            }
                        });
                        writer.updateDocument(new Term("_id", id), d);
                    }
                }
            }
        }
        try (DirectoryReader reader = DirectoryReader.open(index); BufferedReader lines = Files.newBufferedReader(dir.resolve("queries.ndjson"))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            documents = reader.numDocs();
            for (String line; (line = lines.readLine()) != null; queries++) {
                Map<String, Object> q = object(new Json(line).value());
                TreeSet<String> got = new TreeSet<>(), want = new TreeSet<>();
                for (ScoreDoc hit : searcher.search(query(object(q.get("query"))), Math.max(1, documents)).scoreDocs) {
                    got.add(searcher.doc(hit.doc).get("_id"));
                }
                for (Object slug : list(q.get("slugs"))) {
                    want.add("320700-" + slug);
                }
                found += Math.min(1, got.size());
                if (!got.equals(want) && wrong++ < 20) {
                    System.out.println(q.get("text") + ": " + got.size() + " documents, not " + want.size() + "; " + q.get("query"));
                }
            }
        }
        System.out.printf("Lucene: %d documents, %d queries, of which %d find something; %d sets differ%n", documents, queries, found, wrong);
        return wrong;
    }

    /** query reads what of OpenSearch's language the export uses. */
    static Query query(Map<String, Object> q) {
        Map.Entry<String, Object> only = q.entrySet().iterator().next();
        Map<String, Object> what = object(only.getValue());
        switch (only.getKey()) {
            case "match_all":
                return new MatchAllDocsQuery();
            case "match_none":
                return new MatchNoDocsQuery();
            case "bool":
                BooleanQuery.Builder all = new BooleanQuery.Builder();
                if (what.containsKey("must")) {
                    list(what.get("must")).forEach(c -> all.add(query(object(c)), BooleanClause.Occur.MUST));
                }
                if (what.containsKey("should")) {
                    list(what.get("should")).forEach(c -> all.add(query(object(c)), BooleanClause.Occur.SHOULD));
                    all.setMinimumNumberShouldMatch(number(what.get("minimum_should_match")));
                }
                return all.build();
            default:
                Map.Entry<String, Object> in = what.entrySet().iterator().next();
                Term term = new Term(in.getKey(), (String) in.getValue());
                return only.getKey().equals("term") ? new TermQuery(term) : new PrefixQuery(term);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object o) {
        return (Map<String, Object>) o;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object o) {
        return (List<Object>) o;
    }

    static int number(Object o) {
        return ((Double) o).intValue();
    }

    /** Json reads JSON, which the JDK does not. */
    static class Json {
        final String s;
        int at;

        Json(String s) {
            this.s = s;
        }

        char next() {
            while (Character.isWhitespace(s.charAt(at))) {
                at++;
            }
            return s.charAt(at);
        }

        Object value() {
            switch (next()) {
                case '{':
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (at++; next() != '}'; ) {
                        String key = string();
                        next(); // the colon
                        at++;
                        object.put(key, value());
                        if (next() == ',') {
                            at++;
                            next();
                        }
                    }
                    at++;
                    return object;
                case '[':
                    List<Object> list = new ArrayList<>();
                    for (at++; next() != ']'; ) {
                        list.add(value());
                        if (next() == ',') {
                            at++;
                        }
                    }
                    at++;
                    return list;
                case '"':
                    return string();
                default:
                    int from = at;
                    while (at < s.length() && ",]} \n".indexOf(s.charAt(at)) < 0) {
                        at++;
                    }
                    String word = s.substring(from, at);
                    return word.equals("true") ? (Object) true : word.equals("false") ? (Object) false : (Object) Double.valueOf(word);
            }
        }

        String string() {
            StringBuilder b = new StringBuilder();
            for (at++; s.charAt(at) != '"'; at++) {
                char c = s.charAt(at);
                if (c != '\\') {
                    b.append(c);
                    continue;
                }
                switch (c = s.charAt(++at)) {
                    case 'u' -> {
                        b.append((char) Integer.parseInt(s.substring(at + 1, at + 5), 16));
                        at += 4;
                    }
                    case 'n' -> b.append('\n');
                    case 't' -> b.append('\t');
                    case 'r' -> b.append('\r');
                    case 'b' -> b.append('\b');
                    case 'f' -> b.append('\f');
                    default -> b.append(c);
                }
            }
            at++;
            return b.toString();
        }
    }
}
