/** Labels of entities, kept in the store. */
@NullMarked
package dev.ferrule.server.labels;

import org.jspecify.annotations.NullMarked;
