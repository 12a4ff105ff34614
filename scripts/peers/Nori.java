// SPDX-License-Identifier: GPL-2.0-or-later
// Lucene 8 with nori, its Korean analyzer, as Elasticsearch and OpenSearch use it for Korean text.
//
//   java -cp CLASSPATH Nori.java search  DOCS.jsonl QUERIES.tsv [english]
//   java -cp CLASSPATH Nori.java related DOCS.jsonl QUERIES.tsv [english] [tuned]
//
// Prints a run in TREC's format. `english` adds English stop words and Porter's stemmer.

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

public class Nori {
    static final String[] FIELDS = {"title", "text"};

    // The depth of MAP, and the depth of the related sets.
    static final int SEARCH_DEPTH = 1000;
    static final int RELATED_DEPTH = 100;

    // The filters of KoreanAnalyzer, in the same order.
    static Analyzer analyzer(boolean english) throws Exception {
        CustomAnalyzer.Builder chain = CustomAnalyzer.builder()
                .withTokenizer("korean", "decompoundMode", "discard")
                .addTokenFilter("koreanPartOfSpeechStop")
                .addTokenFilter("koreanReadingForm")
                .addTokenFilter("lowercase");
        if (english) {
            chain.addTokenFilter("stop").addTokenFilter("porterStem");
        }
        return chain.build();
    }

    static String member(JsonObject paper, String name) {
        return paper.has(name) ? paper.get(name).getAsString() : "";
    }

    // MoreLikeThis reads a paper's terms from term vectors.
    static FieldType textWithVectors() {
        FieldType type = new FieldType(TextField.TYPE_NOT_STORED);
        type.setStoreTermVectors(true);
        return type;
    }

    static DirectoryReader index(Path documents, Analyzer analyzer, Map<String, Integer> numbers) throws Exception {
        ByteBuffersDirectory directory = new ByteBuffersDirectory();
        FieldType text = textWithVectors();
        Gson gson = new Gson();
        try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
            for (String line : Files.readAllLines(documents)) {
                JsonObject paper = gson.fromJson(line, JsonObject.class);
                Document document = new Document();
                document.add(new StringField("id", member(paper, "id"), Field.Store.YES));
                for (String field : FIELDS) {
                    document.add(new Field(field, member(paper, field), text));
                }
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        DirectoryReader reader = DirectoryReader.open(directory);
        for (int number = 0; number < reader.maxDoc(); ++number) {
            numbers.put(reader.document(number).get("id"), number);
        }
        return reader;
    }

    // Any word in any field, with added weights, like Elasticsearch's multi_match query of type most_fields.
    static Query anyWord(QueryBuilder builder, String words) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String field : FIELDS) {
            Query one = builder.createBooleanQuery(field, words, Occur.SHOULD);
            if (one != null) {
                all.add(one, Occur.SHOULD);
            }
        }
        return all.build();
    }

    // MoreLikeThis with its defaults (25 unweighted terms that occur at least twice in the paper and in at least 5 papers), or tuned on
    // the dev queries. nDCG@10 of digest_related is .147 (.148 with 50 or 200 terms, .141 with terms in 5 papers). nDCG@10 of
    // cacm_cocite is .236 (.230 with 25 terms, .140 with terms that occur twice).
    static MoreLikeThis moreLikeThis(DirectoryReader reader, Analyzer analyzer, boolean tuned) {
        MoreLikeThis like = new MoreLikeThis(reader);
        like.setAnalyzer(analyzer);
        like.setFieldNames(FIELDS);
        if (tuned) {
            like.setMaxQueryTerms(100);
            like.setMinTermFreq(1);
            like.setMinDocFreq(2);
            like.setBoost(true);
        }
        return like;
    }

    static void print(PrintStream out, String qid, IndexSearcher searcher, Query query, int depth) throws Exception {
        int rank = 0;
        for (ScoreDoc hit : searcher.search(query, depth).scoreDocs) {
            String id = searcher.doc(hit.doc).get("id");
            out.println(qid + " Q0 " + id + " " + ++rank + " " + hit.score + " nori");
        }
    }

    public static void main(String[] arguments) throws Exception {
        boolean related = arguments[0].equals("related");
        Set<String> flags = Set.copyOf(List.of(arguments).subList(3, arguments.length));
        Analyzer analyzer = analyzer(flags.contains("english"));
        Map<String, Integer> numbers = new LinkedHashMap<>();
        DirectoryReader reader = index(Path.of(arguments[1]), analyzer, numbers);
        IndexSearcher searcher = new IndexSearcher(reader);
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        QueryBuilder builder = new QueryBuilder(analyzer);
        MoreLikeThis like = moreLikeThis(reader, analyzer, flags.contains("tuned"));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readAllLines(Path.of(arguments[2]))) {
            String[] parts = line.split("\t", 2);
            if (!related) {
                print(out, parts[0], searcher, anyWord(builder, parts[1]), SEARCH_DEPTH);
            } else if (numbers.containsKey(parts[1])) {
                print(out, parts[0], searcher, like.like(numbers.get(parts[1])), RELATED_DEPTH);
            }
        }
        out.flush();
    }
}
