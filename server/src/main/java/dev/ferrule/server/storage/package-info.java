/** What keeps stored data safe: checking and repairing a store, and backups of it. */
@NullMarked
package dev.ferrule.server.storage;

import org.jspecify.annotations.NullMarked;
