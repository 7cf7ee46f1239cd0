package dev.tagstream.cli.rejects;

/**
 * The rejects to replay, and the target.
 *
 * @param rejectsTopic the topic of rejects
 * @param imagesTopic the topic that the job reads
 * @param selection the rejects to replay
 */
public record ReplayRequest(String rejectsTopic, String imagesTopic, RejectSelection selection) {}
