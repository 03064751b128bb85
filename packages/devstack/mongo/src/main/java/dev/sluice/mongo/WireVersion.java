package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoVersion;
import java.util.List;

/** MongoDB 5.0, wire version 13: the stock server says 8, and today's drivers refuse anything below 9. */
final class WireVersion implements MongoVersion {

    @Override
    public List<Integer> getVersionArray() {
        return List.of(5, 0, 0);
    }

    @Override
    public String toVersionString() {
        return "5.0.0";
    }

    @Override
    public int getWireVersion() {
        return 13;
    }
}
