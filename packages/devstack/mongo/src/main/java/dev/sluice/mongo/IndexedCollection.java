package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;

/**
 * A collection that plans its reads and gives out copies only. Stored documents are never changed in place: an update
 * changes the copy it was given and stores that, so no reader sees half of it.
 */
final class IndexedCollection extends H2Collection {

    /** One for the process, which is one server: collections are opened while their backend is still being made. */
    private static final LongAdder EXAMINED = new LongAdder();

    IndexedCollection(
        MongoDatabase database,
        String name,
        CollectionOptions options,
        MVMap<Object, Document> documents,
        MVMap<String, Object> meta,
        CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
    }

    @Override
    protected QueryResult queryDocuments(
        Document query, Document orderBy, int skip, int limit, int batchSize, Document projection) {
        Optional<Collection<Object>> positions = plan(query);
        return positions.isPresent()
            ? matchDocuments(query, positions.get(), orderBy, skip, limit, batchSize, projection)
            : matchDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    protected QueryResult matchDocumentsFromStream(
        Document query,
        Stream<Document> documents,
        int skip,
        int limit,
        int batchSize,
        Comparator<Document> order,
        Document projection) {
        Stream<Document> found = documents.filter(Objects::nonNull).filter(each -> examine(each, query));
        if (order != null) {
            found = found.sorted(order);
        }
        if (skip > 0) {
            found = found.skip(skip);
        }
        if (limit > 0) {
            found = found.limit(limit);
        }
        // Matched, ordered and cut already: what is left to the server is to project the copies.
        return super.matchDocumentsFromStream(
            new Document(), found.map(Document::cloneDeeply), 0, 0, batchSize, null, projection);
    }

    /** Where an aggregation begins; some of its stages change the documents they are given. */
    @Override
    public Stream<Document> queryAllAsStream() {
        Document query = LeadingMatch.takeFor(getCollectionName());
        if (query == null) {
            return allDocuments().map(Document::cloneDeeply);
        }
        Stream<Document> candidates = plan(query)
            .map(positions -> positions.stream().map(this::getDocument).filter(Objects::nonNull))
            .orElseGet(this::allDocuments);
        return candidates.filter(each -> examine(each, query)).map(Document::cloneDeeply);
    }

    @Override
    public synchronized void addIndex(Index<Object> index) {
        super.addIndex(index);
    }

    @Override
    public synchronized void dropIndex(String name) {
        super.dropIndex(name);
    }

    /** How many documents all queries have looked at. */
    static long examined() {
        return EXAMINED.sum();
    }

    private boolean examine(Document document, Document query) {
        EXAMINED.increment();
        return documentMatchesQuery(document, query);
    }

    private Stream<Document> allDocuments() {
        return streamAllDocumentsWithPosition().map(DocumentWithPosition::getDocument);
    }

    private Optional<Collection<Object>> plan(Document query) {
        return QueryPlan.positions(query, prefixIndexes());
    }

    private synchronized List<PrefixIndex> prefixIndexes() {
        List<PrefixIndex> found = new ArrayList<>();
        for (Index<Object> index : getIndexes()) {
            if (index instanceof PrefixIndex prefixIndex) {
                found.add(prefixIndex);
            }
        }
        return found;
    }
}
