/** The path of an event: taken in, evaluated by a release, its effects and its result written. */
@NullMarked
package dev.ferrule.server.events;

import org.jspecify.annotations.NullMarked;
