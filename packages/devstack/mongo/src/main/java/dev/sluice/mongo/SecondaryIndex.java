package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;

/** A non-unique index in memory; the collection fills it anew when it is opened. */
final class SecondaryIndex extends Index<Object> implements PrefixIndex {

    private final TreeMap<Object, Set<Object>> positions = new TreeMap<>(new KeyOrder());

    SecondaryIndex(String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
    }

    @Override
    public synchronized List<Object> positionsWithPrefix(KeyValue prefix) {
        // A document with an array has several keys here and must be found once.
        Set<Object> found = new LinkedHashSet<>();
        for (Entry<Object, Set<Object>> entry : positions.tailMap(prefix, true).entrySet()) {
            if (!KeyOrder.startsWith((KeyValue) entry.getKey(), prefix)) {
                break;
            }
            found.addAll(entry.getValue());
        }
        return new ArrayList<>(found);
    }

    @Override
    public Set<KeyValue> getKeyValues(Document document) {
        return super.getKeyValues(EmptyArrays.hidden(document));
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        for (KeyValue key : getKeyValues(document)) {
            positions.computeIfAbsent(key, unused -> new LinkedHashSet<>()).add(position);
        }
    }

    @Override
    public synchronized Object remove(Document document) {
        Object position = Missing.ofNullable(document.get("_id"));
        removeKeys(document, position);
        return position;
    }

    @Override
    public synchronized void updateInPlace(
        Document before, Document after, Object position, MongoCollection<Object> collection) {
        if (!nullAwareEqualsKeys(before, after)) {
            removeKeys(before, position);
            add(after, position, collection);
        }
    }

    private void removeKeys(Document document, Object position) {
        for (KeyValue key : getKeyValues(document)) {
            positions.computeIfPresent(key, (unused, held) -> held.remove(position) && held.isEmpty() ? null : held);
        }
    }

    @Override
    public synchronized long getCount() {
        return positions.size();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public synchronized void drop() {
        positions.clear();
    }

    /** Unknown: the server asks the unique index of the id. */
    @Override
    public Object getPosition(Document document) {
        return null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        // Nothing to violate.
    }

    @Override
    public void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        // Nothing to violate.
    }

    /** The server's own choice of index is not used; see {@link QueryPlan}. */
    @Override
    public boolean canHandle(Document query) {
        return false;
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("see QueryPlan");
    }
}
