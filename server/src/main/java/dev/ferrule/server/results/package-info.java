/** What events came to: written in order, kept for a while, and searched. */
@NullMarked
package dev.ferrule.server.results;

import org.jspecify.annotations.NullMarked;
