/** A broker for this machine, and the topics of the job. */
@NullMarked
package dev.tagstream.cli.topic;

import org.jspecify.annotations.NullMarked;
