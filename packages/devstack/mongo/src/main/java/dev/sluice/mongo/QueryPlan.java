package dev.sluice.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the index whose first fields the query pins to values (by equality or {@code $in}) for the most fields, a
 * complete unique index before all others. The caller still matches every document found.
 */
final class QueryPlan {

    /** More look-ups than this cost about as much as a scan of a small collection. */
    private static final int MAX_LOOKUPS = 2_000;

    private QueryPlan() {
    }

    /** Positions of a superset of the matching documents, or empty where only a scan can tell. */
    static Optional<Collection<Object>> positions(Document query, Collection<? extends PrefixIndex> indexes) {
        Document flat = flattened(query);
        PrefixIndex best = null;
        List<KeyValue> bestPrefixes = List.of();
        for (PrefixIndex index : indexes) {
            List<KeyValue> prefixes = prefixes(flat, index);
            if (!prefixes.isEmpty() && rank(index, prefixes) > rank(best, bestPrefixes)) {
                best = index;
                bestPrefixes = prefixes;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        Set<Object> found = new LinkedHashSet<>();
        for (KeyValue prefix : bestPrefixes) {
            found.addAll(best.positionsWithPrefix(prefix));
        }
        return Optional.of(found);
    }

    private static int rank(PrefixIndex index, List<KeyValue> prefixes) {
        if (index == null) {
            return 0;
        }
        int fields = prefixes.get(0).size();
        boolean pinsOne = index instanceof UniqueIndex && fields == index.getKeys().size();
        return pinsOne ? Integer.MAX_VALUE : fields;
    }

    private static List<KeyValue> prefixes(Document query, PrefixIndex index) {
        List<List<Object>> prefixes = List.of(List.of());
        for (IndexKey key : index.getKeys()) {
            List<Object> values = pinnedValues(query.get(key.getKey()));
            if (values.isEmpty() || values.size() * prefixes.size() > MAX_LOOKUPS) {
                break;
            }
            prefixes = extended(prefixes, values);
        }
        return prefixes.get(0).isEmpty()
            ? List.of()
            : prefixes.stream().map(prefix -> new KeyValue(prefix).normalized()).toList();
    }

    private static List<List<Object>> extended(List<List<Object>> prefixes, List<Object> values) {
        List<List<Object>> longer = new ArrayList<>();
        for (List<Object> prefix : prefixes) {
            for (Object value : values) {
                List<Object> next = new ArrayList<>(prefix);
                next.add(value);
                longer.add(next);
            }
        }
        return longer;
    }

    /** The values a condition allows, when it names them; empty when it does not. */
    private static List<Object> pinnedValues(Object condition) {
        if (isPlain(condition)) {
            return List.of(condition);
        }
        if (condition instanceof Document operators) {
            if (isPlain(operators.get("$eq"))) {
                return List.of(operators.get("$eq"));
            }
            if (operators.get("$in") instanceof Collection<?> values && values.stream().allMatch(QueryPlan::isPlain)) {
                return List.copyOf(values);
            }
        }
        return List.of();
    }

    /** Null also finds missing fields, arrays and documents match in ways of their own: those are left to the scan. */
    private static boolean isPlain(Object value) {
        return value != null
            && !(value instanceof Missing)
            && !(value instanceof Document)
            && !(value instanceof Collection)
            && !(value instanceof BsonRegularExpression);
    }

    /** The conditions of the query and of its {@code $and}, the outer ones first. */
    private static Document flattened(Document query) {
        if (!(query.get("$and") instanceof Collection<?> parts)) {
            return query;
        }
        Document flat = new Document();
        flat.putAll(query);
        for (Object part : parts) {
            if (part instanceof Document conditions) {
                flattened(conditions).forEach(flat::putIfAbsent);
            }
        }
        return flat;
    }
}
