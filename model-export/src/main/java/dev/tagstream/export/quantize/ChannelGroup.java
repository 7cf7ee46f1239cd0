package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Set;

/**
 * Activations whose channels can be scaled together without a change of what the graph gives: what
 * the producers' output channels are divided by, the consumers' input channels are multiplied by.
 *
 * @param channels how many there are
 * @param values the activations, by name
 * @param producers the convolutions that give them
 * @param consumers the convolutions and linear layers that take them
 */
record ChannelGroup(
    int channels, Set<String> values, List<NodeProto> producers, List<NodeProto> consumers) {}
