package dev.sluice.mongo;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import java.util.List;

/** An index that finds documents by equality on its first fields. */
interface PrefixIndex {

    List<IndexKey> getKeys();

    /** Positions of all documents whose key begins with these normalized values, in key order. */
    List<Object> positionsWithPrefix(KeyValue prefix);
}
