package dev.sluice.mongo;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.List;
import java.util.Set;

/** What the wire commands mean to us: which of them write, and which the server would accept and get wrong. */
final class Commands {

    private static final Set<String> WRITES = Set.of(
        "insert", "update", "delete", "findandmodify",
        "create", "drop", "dropdatabase", "renamecollection", "createindexes", "dropindexes");

    private static final List<String> WRONG_INDEX_OPTIONS =
        List.of("partialFilterExpression", "collation", "expireAfterSeconds");

    private static final int COMMAND_NOT_SUPPORTED = 115;

    private Commands() {
    }

    static String name(Document command) {
        return command.keySet().iterator().next();
    }

    static boolean isWrite(Document command) {
        String name = name(command);
        return WRITES.contains(name.toLowerCase()) || (name.equals("aggregate") && endsInWriteStage(command));
    }

    /** The server takes these index options and ignores them; an error is better than a wrong constraint. */
    static void refuseWhatWouldBeSilentlyWrong(Document command) {
        if (!name(command).equalsIgnoreCase("createIndexes") || !(command.get("indexes") instanceof List<?> indexes)) {
            return;
        }
        for (Object index : indexes) {
            for (String option : WRONG_INDEX_OPTIONS) {
                if (index instanceof Document description && description.containsKey(option)) {
                    throw new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                        "the embedded database has no index option '" + option + "'");
                }
            }
        }
    }

    private static boolean endsInWriteStage(Document command) {
        if (!(command.get("pipeline") instanceof List<?> stages) || stages.isEmpty()) {
            return false;
        }
        return stages.get(stages.size() - 1) instanceof Document last
            && (last.containsKey("$out") || last.containsKey("$merge"));
    }
}
