package dev.tagstream.cli.rejects;

import dev.tagstream.pipeline.config.FormatConfig;

/**
 * The rejects to replay, and the target.
 *
 * @param rejectsTopic the topic of rejects
 * @param formats of the job that writes it
 * @param imagesTopic the topic that the job reads
 * @param selection the rejects to replay
 */
public record ReplayRequest(
    String rejectsTopic, FormatConfig formats, String imagesTopic, RejectSelection selection) {}
