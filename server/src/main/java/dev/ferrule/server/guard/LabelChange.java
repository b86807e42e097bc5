package dev.ferrule.server.guard;

/**
 * A change of a label that rules made.
 *
 * @param entity as {@code User/7}
 * @param label the label
 * @param status {@code added} or {@code removed}
 */
public record LabelChange(String entity, String label, String status) {}
