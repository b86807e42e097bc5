package dev.ferrule.rules.check;

import dev.ferrule.rules.functions.Lists;
import dev.ferrule.rules.syntax.SourceFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every call of a set is checked against. Immutable.
 *
 * @param labels the labels of the configuration, null when it has errors
 */
record Setting(
    Map<String, SourceFile> files,
    StoredNames stored,
    @Nullable Map<String, List<String>> labels,
    Lists lists,
    Closest closest) {}
