/** The embedded ACID store: everything that is acknowledged lives here, on RocksDB. */
@NullMarked
package dev.ferrule.store;

import org.jspecify.annotations.NullMarked;
