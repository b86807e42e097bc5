/** What every module speaks: documents, schemas, filters, errors and limits. */
@NullMarked
package dev.ferrule.model;

import org.jspecify.annotations.NullMarked;
