/** Whether an image costs more, and the process takes more, the longer the job runs. */
@NullMarked
package dev.tagstream.bench.scale;

import org.jspecify.annotations.NullMarked;
