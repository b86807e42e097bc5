/** Functions on URLs, domains, e-mail addresses, IP addresses and cookies. */
@NullMarked
package dev.ferrule.rules.functions.network;

import org.jspecify.annotations.NullMarked;
