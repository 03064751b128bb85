package dev.sluice.mongo;

import java.util.function.Supplier;
import org.h2.mvstore.MVStore;

/**
 * The file behind the database: every write is committed before it is acknowledged, reads keep the version they began
 * with, and the space of old versions is given back while running.
 */
final class DurableStore {

    private static final int CACHE_MB = Integer.getInteger("sluice.cacheMb", 256);

    /** Chunks below this fill rate are rewritten: 80 % keeps the file near the size of its data. */
    private static final int FILL_RATE_PERCENT = 80;
    private static final int COMPACT_STEP_BYTES = 4 << 20;
    private static final long COMPACT_EVERY_MS = 500;
    /** Writers wait for a compaction, so it stops after this long and goes on at its next turn. */
    private static final long COMPACT_BUDGET_NS = 30_000_000;

    private final MVStore store;
    private final Object writeLock = new Object();

    private DurableStore(MVStore store) {
        this.store = store;
    }

    static DurableStore open(String file) {
        MVStore store = new MVStore.Builder()
            .fileName(file)
            .cacheSize(CACHE_MB)
            // Commits are ours alone: the store's own timer would acknowledge first and write a second later.
            .autoCommitDisabled()
            .autoCommitBufferSize(0)
            .autoCompactFillRate(FILL_RATE_PERCENT)
            .open();
        // One commit a write leaves thousands of old versions a second; kept for the default 45 s they grow by 48 MB/s.
        store.setRetentionTime(0);
        store.setVersionsToKeep(0);
        return new DurableStore(store);
    }

    MVStore maps() {
        return store;
    }

    /** Runs a write alone and commits it, also when it failed half way, so that memory and file agree. */
    <T> T write(Supplier<T> action) {
        synchronized (writeLock) {
            try {
                return action.get();
            } finally {
                store.commit();
            }
        }
    }

    /** Runs a read on a pinned version: without it, compaction would take chunks from under a long scan. */
    <T> T read(Supplier<T> action) {
        MVStore.TxCounter version = store.registerVersionUsage();
        try {
            return action.get();
        } finally {
            store.deregisterVersionUsage(version);
        }
    }

    void exclusively(Runnable action) {
        synchronized (writeLock) {
            action.run();
        }
    }

    void compactInBackground() {
        Thread thread = new Thread(this::compactForever, "compaction");
        thread.setDaemon(true);
        thread.start();
    }

    private void compactForever() {
        while (!store.isClosed()) {
            try {
                Thread.sleep(COMPACT_EVERY_MS);
                exclusively(this::compactWithinBudget);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                System.err.println("compaction: " + e);
            }
        }
    }

    private void compactWithinBudget() {
        long end = System.nanoTime() + COMPACT_BUDGET_NS;
        while (!store.isClosed() && store.compact(FILL_RATE_PERCENT, COMPACT_STEP_BYTES)) {
            store.commit();
            if (System.nanoTime() > end) {
                return;
            }
        }
        if (!store.isClosed()) {
            store.commit();
        }
    }
}
