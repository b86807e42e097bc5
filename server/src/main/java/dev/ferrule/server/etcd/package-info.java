/** Releases in etcd, shared by nodes. */
@NullMarked
package dev.ferrule.server.etcd;

import org.jspecify.annotations.NullMarked;
