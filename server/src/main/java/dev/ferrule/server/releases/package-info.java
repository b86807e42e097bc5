/** Releases: which rule set the node runs, and how it comes to run another. */
@NullMarked
package dev.ferrule.server.releases;

import org.jspecify.annotations.NullMarked;
