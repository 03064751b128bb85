package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.AbstractUniqueIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** A stored unique index whose map is in key order, so that it also answers for the first fields alone. */
final class UniqueIndex extends AbstractUniqueIndex<Object> implements PrefixIndex {

    private final MVMap<Object, Object> positions;

    UniqueIndex(MVMap<Object, Object> positions, String name, List<IndexKey> keys, boolean sparse) {
        super(name, keys, sparse);
        this.positions = positions;
    }

    @Override
    public List<Object> positionsWithPrefix(KeyValue prefix) {
        if (prefix.size() == getKeys().size()) {
            Object position = positions.get(prefix);
            return position == null ? List.of() : List.of(position);
        }
        List<Object> found = new ArrayList<>();
        Cursor<Object, Object> cursor = positions.cursor(prefix);
        while (cursor.hasNext() && KeyOrder.startsWith((KeyValue) cursor.next(), prefix)) {
            found.add(cursor.getValue());
        }
        return found;
    }

    @Override
    public Object getPosition(Document document) {
        return super.getPosition(EmptyArrays.hidden(document));
    }

    @Override
    public synchronized void checkAdd(Document document, MongoCollection<Object> collection) {
        super.checkAdd(EmptyArrays.hidden(document), collection);
    }

    @Override
    public synchronized void add(Document document, Object position, MongoCollection<Object> collection) {
        super.add(EmptyArrays.hidden(document), position, collection);
    }

    @Override
    public synchronized Object remove(Document document) {
        return super.remove(EmptyArrays.hidden(document));
    }

    @Override
    public synchronized void checkUpdate(Document before, Document after, MongoCollection<Object> collection) {
        super.checkUpdate(EmptyArrays.hidden(before), EmptyArrays.hidden(after), collection);
    }

    @Override
    public void updateInPlace(
        Document before, Document after, Object position, MongoCollection<Object> collection) {
        super.updateInPlace(EmptyArrays.hidden(before), EmptyArrays.hidden(after), position, collection);
    }

    @Override
    protected Object removeDocument(KeyValue key) {
        return positions.remove(key);
    }

    @Override
    protected boolean putKeyPosition(KeyValue key, Object position) {
        return positions.putIfAbsent(key, Missing.ofNullable(position)) == null;
    }

    @Override
    protected Object getPosition(KeyValue key) {
        return positions.get(key);
    }

    @Override
    @SuppressWarnings("unchecked")
    protected Iterable<Entry<KeyValue, Object>> getIterable() {
        return (Iterable<Entry<KeyValue, Object>>) (Iterable<?>) positions.entrySet();
    }

    @Override
    public long getCount() {
        return positions.sizeAsLong();
    }

    @Override
    public long getDataSize() {
        return getCount();
    }
}
