package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/** Routes each command through the store's write or read discipline. */
final class DurableBackend extends H2Backend {

    private final DurableStore store;

    DurableBackend(DurableStore store) {
        super(store.maps());
        this.store = store;
        version(new WireVersion());
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new IndexedDatabase(name, getMvStore(), getCursorRegistry());
    }

    /** {@code metrics.queryExecutor.scannedObjects}, as MongoDB has it: tells whether an index was used, without a clock. */
    @Override
    public Document getServerStatus() {
        Document executor = new Document("scannedObjects", IndexedCollection.examined());
        return super.getServerStatus().append("metrics", new Document("queryExecutor", executor));
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document command = message.getDocument();
        if (Commands.isWrite(command)) {
            Commands.refuseWhatWouldBeSilentlyWrong(command);
            return store.write(() -> super.handleMessage(message));
        }
        return store.read(() -> LeadingMatch.of(command).during(() -> super.handleMessage(message)));
    }
}
