// SPDX-License-Identifier: GPL-2.0-or-later
// Lucene 8 for scripts/bench: builds an index with a Korean analyzer, and times queries.
//
//   java -cp CLASSPATH LuceneSpeed build  nori|bigrams PAPERS.tsv INDEX THREADS
//   java -cp CLASSPATH LuceneSpeed search nori|bigrams INDEX QUERIES.tsv WARM TIMED
//
// PAPERS.tsv has lines "id<TAB>title<TAB>text"; all three are stored. `search` runs the queries, lines "qid<TAB>words", in WARM untimed
// and TIMED timed passes. It prints for each query: qid, number of hits, and the microseconds of each timed pass.

import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.QueryBuilder;

public class LuceneSpeed {
    static final String[] FIELDS = {"title", "text"};
    static final int DEPTH = 10;
    static final int LINES_A_TURN = 64;

    // nori: the filters of KoreanAnalyzer. bigrams: the filters of CJKAnalyzer.
    static Analyzer analyzer(String name) throws Exception {
        CustomAnalyzer.Builder chain = CustomAnalyzer.builder();
        if (name.equals("nori")) {
            chain.withTokenizer("korean", "decompoundMode", "discard")
                    .addTokenFilter("koreanPartOfSpeechStop")
                    .addTokenFilter("koreanReadingForm")
                    .addTokenFilter("lowercase");
        } else {
            chain.withTokenizer("standard")
                    .addTokenFilter("cjkWidth")
                    .addTokenFilter("lowercase")
                    .addTokenFilter("cjkBigram");
        }
        return chain.build();
    }

    static List<String> nextLines(BufferedReader papers) throws Exception {
        List<String> lines = new ArrayList<>();
        synchronized (papers) {
            for (String line; lines.size() < LINES_A_TURN && (line = papers.readLine()) != null; ) {
                lines.add(line);
            }
        }
        return lines;
    }

    static Void addPapers(BufferedReader papers, IndexWriter writer) throws Exception {
        for (List<String> lines; !(lines = nextLines(papers)).isEmpty(); ) {
            for (String line : lines) {
                String[] parts = line.split("\t", 3);
                Document document = new Document();
                document.add(new StringField("id", parts[0], Field.Store.YES));
                for (int i = 0; i < FIELDS.length; ++i) {
                    document.add(new TextField(FIELDS[i], parts[i + 1], Field.Store.YES));
                }
                writer.addDocument(document);
            }
        }
        return null;
    }

    // The buffer is half of the heap. Merging uses Lucene's defaults.
    static void build(Analyzer analyzer, Path file, Path index, int threads) throws Exception {
        IndexWriterConfig settings = new IndexWriterConfig(analyzer);
        settings.setRAMBufferSizeMB(Runtime.getRuntime().maxMemory() / 2.0 / (1 << 20));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (FSDirectory directory = FSDirectory.open(index);
                IndexWriter writer = new IndexWriter(directory, settings);
                BufferedReader papers = Files.newBufferedReader(file)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < threads; ++i) {
                work.add(() -> addPapers(papers, writer));
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdown();
        }
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

    // Fetches the ten best with their stored fields. Returns their number.
    static int ask(IndexSearcher searcher, QueryBuilder builder, String words) throws Exception {
        int read = 0;
        for (ScoreDoc hit : searcher.search(anyWord(builder, words), DEPTH).scoreDocs) {
            read += searcher.doc(hit.doc).get("text") == null ? 0 : 1;
        }
        return read;
    }

    static void search(Analyzer analyzer, Path index, List<String> queries, int warm, int timed) throws Exception {
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(index))) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            QueryBuilder builder = new QueryBuilder(analyzer);
            double[][] times = new double[queries.size()][timed];
            int[] hits = new int[queries.size()];
            for (int pass = -warm; pass < timed; ++pass) {
                for (int i = 0; i < hits.length; ++i) {
                    String words = queries.get(i).split("\t", 2)[1];
                    long begin = System.nanoTime();
                    hits[i] = ask(searcher, builder, words);
                    long took = System.nanoTime() - begin;
                    if (pass >= 0) {
                        times[i][pass] = took / 1e3;
                    }
                }
            }
            print(queries, hits, times);
        }
    }

    static void print(List<String> queries, int[] hits, double[][] times) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (int i = 0; i < hits.length; ++i) {
            out.print(queries.get(i).split("\t", 2)[0] + "\t" + hits[i]);
            for (double time : times[i]) {
                out.printf("\t%.1f", time);
            }
            out.println();
        }
        out.flush();
    }

    public static void main(String[] arguments) throws Exception {
        BooleanQuery.setMaxClauseCount(Integer.MAX_VALUE);
        Analyzer analyzer = analyzer(arguments[1]);
        if (arguments[0].equals("build")) {
            build(analyzer, Path.of(arguments[2]), Path.of(arguments[3]), Integer.parseInt(arguments[4]));
        } else {
            search(analyzer, Path.of(arguments[2]), Files.readAllLines(Path.of(arguments[3])),
                    Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
        }
    }
}
