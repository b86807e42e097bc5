package dev.ferrule.rules.values;

import java.util.Map;

/**
 * A rule and whether it fired.
 *
 * @param description the text of the description, with the names of an f-string in braces
 * @param features what the names in the description came to, by name, as text
 */
public record RuleValue(
    String name, boolean value, String description, Map<String, String> features) {}
