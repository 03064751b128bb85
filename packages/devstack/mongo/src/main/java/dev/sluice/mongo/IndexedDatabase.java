package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractSynchronizedMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** A database whose collections and indexes are ours, each in a named map of the store. */
final class IndexedDatabase extends AbstractSynchronizedMongoDatabase<Object> {

    /** The backend finds the databases of a file by this prefix. */
    private static final String DOCUMENTS = "databases.";
    private static final String META = "meta.";

    private final MVStore store;

    IndexedDatabase(String name, MVStore store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
        MVMap.Builder<Object, Object> ordered = new MVMap.Builder<>().keyType(new KeyOrder());
        return new UniqueIndex(store.openMap(indexMap(collection, name), ordered), name, keys, sparse);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
        String collection, String name, List<IndexKey> keys, boolean sparse) {
        return new SecondaryIndex(name, keys, sparse);
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String name) {
        super.dropIndex(collection, name);
        store.removeMap(indexMap(collection.getCollectionName(), name));
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
        String full = getFullCollectionNamespace(name);
        MVMap<Object, Document> documents = store.openMap(DOCUMENTS + full);
        MVMap<String, Object> meta = store.openMap(META + full);
        return new IndexedCollection(this, name, options, documents, meta, cursorRegistry);
    }

    @Override
    public void dropCollection(String name, Oplog oplog) {
        super.dropCollection(name, oplog);
        String full = getFullCollectionNamespace(name);
        store.removeMap(DOCUMENTS + full);
        store.removeMap(META + full);
    }

    @Override
    public void drop(Oplog oplog) {
        super.drop(oplog);
        String own = getDatabaseName() + ".";
        store.getMapNames().stream()
            .filter(name -> name.startsWith(own) || name.startsWith(DOCUMENTS + own) || name.startsWith(META + own))
            .forEach(store::removeMap);
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        super.moveCollection(from, collection, newName);
        rename(DOCUMENTS, collection.getFullName(), getFullCollectionNamespace(newName));
        rename(META, collection.getFullName(), getFullCollectionNamespace(newName));
    }

    private void rename(String kind, String from, String to) {
        store.renameMap(store.openMap(kind + from), kind + to);
    }

    @Override
    protected long getStorageSize() {
        return store.getFileStore() == null ? 0 : store.getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }

    private String indexMap(String collection, String index) {
        return getFullCollectionNamespace(collection) + "._index_" + index;
    }
}
