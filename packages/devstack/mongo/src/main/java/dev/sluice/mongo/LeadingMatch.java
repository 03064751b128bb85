package dev.sluice.mongo;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Supplier;

/**
 * The first {@code $match} of an aggregation, handed past the server (which would stream the whole collection) to the
 * collection it reads from. The server matches again, so this only narrows.
 */
record LeadingMatch(String collection, Document query) {

    private static final LeadingMatch NONE = new LeadingMatch(null, null);
    private static final ThreadLocal<LeadingMatch> CURRENT = ThreadLocal.withInitial(() -> NONE);

    static LeadingMatch of(Document command) {
        if (command.get("aggregate") instanceof String collection
            && command.get("pipeline") instanceof List<?> stages
            && !stages.isEmpty()
            && stages.get(0) instanceof Document first
            && first.get("$match") instanceof Document query) {
            return new LeadingMatch(collection, query);
        }
        return NONE;
    }

    <T> T during(Supplier<T> action) {
        CURRENT.set(this);
        try {
            return action.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** The query to narrow this collection by, once; null when there is none. */
    static Document takeFor(String collection) {
        LeadingMatch current = CURRENT.get();
        if (!collection.equals(current.collection())) {
            return null;
        }
        CURRENT.remove();
        return current.query();
    }
}
