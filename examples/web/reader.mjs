// The network, from the bytes of its program for WebAssembly.
export async function reader(bytes) {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const { memory, room, most_points, image, probabilities, read, read_again } = instance.exports;
    const numbers = (place, count) => new Float32Array(memory.buffer, place, count);
    return {
        // What strokes are, each a row of [x, y]: a digit, or -1 for none. What does not fit is left out.
        read(strokes) {
            const points = strokes.flatMap((stroke) => stroke.map(([x, y], i) => [x, y, i === 0 ? 0 : 1])).slice(0, most_points());
            numbers(room(), 3 * points.length).set(points.flat());
            return read(points.length);
        },
        // The same once more, for a clock.
        readAgain: read_again,
        // The 64 pixels that the network was given, and what it makes of them.
        image: () => numbers(image(), 64),
        probabilities: () => numbers(probabilities(), 10),
    };
}
