/** Reading YAML files. */
@NullMarked
package dev.ferrule.model.yaml;

import org.jspecify.annotations.NullMarked;
