/**
 * The output of a command during its work and on errors, and the folders of files that a command
 * reads. Does not depend on images.
 */
@NullMarked
package dev.tagstream.console;

import org.jspecify.annotations.NullMarked;
