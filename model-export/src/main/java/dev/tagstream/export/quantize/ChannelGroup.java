package dev.tagstream.export.quantize;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.Set;

/**
 * Activations whose channels can be scaled together without changing the graph's outputs: the
 * producers' output channels are divided by a factor, and the consumers' input channels are
 * multiplied by it.
 *
 * @param channels the number of channels
 * @param values the activations, by name
 * @param producers the convolutions that compute them
 * @param consumers the convolutions and linear layers that read them
 */
record ChannelGroup(
    int channels, Set<String> values, List<NodeProto> producers, List<NodeProto> consumers) {}
