/**
 * One running job for each transactional prefix.
 *
 * <p>Two jobs of one group both read every image, because Flink's source assigns partitions itself,
 * and two jobs of one transactional prefix abort each other's transactions. Neither Kafka nor Flink
 * notices. So a job holds a lease: a record that names its id, its host and its latest heartbeat.
 *
 * <p><b>Where the lease is.</b> In the metadata of an offset that the reserved group {@code
 * PREFIX-lease} commits for partition 0 of the images topic. Every Kafka has this, nobody has to
 * create a topic, and an abandoned lease expires with the group's offsets. The commit is part of a
 * transaction of the transactional id {@code PREFIX-lease}: opening it fences all other writers, so
 * if two starts see a free lease at the same time, one wins and the other one notices. A plain
 * topic or a plain commit of offsets has no such compare-and-set. The offset itself is the end of
 * the partition, so that tools that watch lags show none. A principal needs {@code READ} on the
 * group {@code PREFIX-lease}, and {@code WRITE} on the transactional ids that begin with the
 * prefix, which the sinks need anyway.
 *
 * <p><b>Who holds it.</b> The enumerator of the source, which lives once for each job, beside the
 * JobManager. It claims the lease before it hands out partitions, renews it every 5 s, and releases
 * it when it is closed. A writer opens no transaction before the lease names its own job, since
 * that would abort the transactions of the holder.
 *
 * <p><b>Who waits.</b> A job whose id is in the lease does not wait: a restart and a failover take
 * over at once. Any other start watches a lease that was not released for 25 s, by its own clock.
 * If it is renewed meanwhile, the start is refused in one line; otherwise its holder has died and
 * the start takes over. So a new submission after a SIGKILL and an operator's upgrade under a new
 * job id also continue. The holder learns from its next renewal that it has lost the lease, and
 * fails for good.
 *
 * <p><b>What it does not prevent.</b> Two separate Flink clusters that run jobs with the same id,
 * as {@code $internal.pipeline.job-id} allows. They look like a failover.
 *
 * <p>Depends on Kafka's clients, the options and nothing else of the pipeline.
 *
 * <p>Not part of the API, except for types that the API's signatures name.
 */
@NullMarked
package dev.tagstream.pipeline.kafka.lease;

import org.jspecify.annotations.NullMarked;
