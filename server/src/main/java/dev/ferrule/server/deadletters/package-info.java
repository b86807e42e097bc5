/** What could not be evaluated or delivered: kept until somebody replays or deletes it. */
@NullMarked
package dev.ferrule.server.deadletters;

import org.jspecify.annotations.NullMarked;
