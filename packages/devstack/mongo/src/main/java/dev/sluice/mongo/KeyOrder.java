package dev.sluice.mongo;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.ValueComparator;
import java.util.Comparator;
import org.h2.mvstore.type.ObjectDataType;

/**
 * Index keys in MongoDB's order of values, field by field, a prefix before its extensions: so all keys that begin with
 * given values are neighbours. As the key type of a stored map it keeps the map itself in that order.
 */
final class KeyOrder extends ObjectDataType implements Comparator<Object> {

    private static final ValueComparator VALUES = ValueComparator.ascWithoutListHandling();

    @Override
    public int compare(Object a, Object b) {
        if (!(a instanceof KeyValue left) || !(b instanceof KeyValue right)) {
            return super.compare(a, b);
        }
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            int order = VALUES.compare(left.get(i), right.get(i));
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.size(), right.size());
        // Different values may rank alike (documents holding lists); they must not become one key.
        return order != 0 || left.equals(right) ? order : super.compare(left, right);
    }

    static boolean startsWith(KeyValue key, KeyValue prefix) {
        if (key.size() < prefix.size()) {
            return false;
        }
        for (int i = 0; i < prefix.size(); i++) {
            if (VALUES.compare(key.get(i), prefix.get(i)) != 0) {
                return false;
            }
        }
        return true;
    }
}
