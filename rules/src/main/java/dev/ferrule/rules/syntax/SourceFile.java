package dev.ferrule.rules.syntax;

/**
 * One file of a rule set.
 *
 * @param path the path within the set, with forward slashes, as {@code rules/spam.sml}
 * @param text the whole text
 */
public record SourceFile(String path, String text) {}
