/** Whether an image costs more, and the process takes more, the longer the job runs. */
@NullMarked
package dev.tagstream.local.bench.scale;

import org.jspecify.annotations.NullMarked;
