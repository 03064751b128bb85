package dev.sluice.mongo;

import de.bwaldvogel.mongo.MongoServer;
import java.io.IOException;

/** Starts the embedded database: {@code EmbeddedMongo PORT FILE}; prints {@code ready PORT}, ends when its stdin does. */
public final class EmbeddedMongo {

    private EmbeddedMongo() {
    }

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        DurableStore store = DurableStore.open(args[1]);
        DurableBackend backend = new DurableBackend(store);
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", port);
        store.compactInBackground();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> store.exclusively(server::shutdownNow), "shutdown"));
        System.out.println("ready " + server.getLocalAddress().getPort());

        // The parent holds the other end of stdin: however it dies, the pipe closes and this process follows.
        while (System.in.read() != -1) {
            continue;
        }
        System.exit(0);
    }
}
