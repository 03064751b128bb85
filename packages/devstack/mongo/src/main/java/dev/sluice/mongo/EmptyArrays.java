package dev.sluice.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Map.Entry;

/** The server gives a document with an empty array no index key at all; MongoDB files it under "undefined". */
final class EmptyArrays {

    private EmptyArrays() {
    }

    /** The document as an index should see it: itself, or a copy in which empty arrays are missing. */
    static Document hidden(Document document) {
        return holdsEmpty(document) ? copyWithout(document) : document;
    }

    private static boolean holdsEmpty(Document document) {
        return document.values().stream().anyMatch(value ->
            isEmpty(value) || (value instanceof Document inner && holdsEmpty(inner)));
    }

    private static Document copyWithout(Document document) {
        Document copy = new Document();
        for (Entry<String, Object> entry : document.entrySet()) {
            Object value = entry.getValue();
            if (!isEmpty(value)) {
                copy.put(entry.getKey(), value instanceof Document inner ? copyWithout(inner) : value);
            }
        }
        return copy;
    }

    private static boolean isEmpty(Object value) {
        return value instanceof Collection<?> values && values.isEmpty();
    }
}
