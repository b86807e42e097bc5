/** The node's settings: one table, read from YAML, environment and flags. */
@NullMarked
package dev.ferrule.server.config;

import org.jspecify.annotations.NullMarked;
