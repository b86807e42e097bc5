package dev.ferrule.rules.values;

/**
 * The bucket that an entity fell into.
 *
 * @param entityId a String, a Long or a BigInteger
 * @param bucket empty when the entity is in none
 * @param bucketIndex -1 when the entity is in none
 */
public record ExperimentValue(
    String name,
    Object entityId,
    String entityType,
    String bucket,
    int bucketIndex,
    long version,
    long revision) {}
