// Loads the network from the bytes of its WebAssembly module.
export async function reader(bytes) {
    const { instance } = await WebAssembly.instantiate(bytes, {});
    const { memory, room, most_points, image, probabilities, read, read_again } = instance.exports;
    const numbers = (place, count) => new Float32Array(memory.buffer, place, count);
    return {
        // Classifies strokes, each an array of [x, y]. Returns a digit, or -1 if there is no ink. Excess points are ignored.
        read(strokes) {
            const points = strokes.flatMap((stroke) => stroke.map(([x, y], i) => [x, y, i === 0 ? 0 : 1])).slice(0, most_points());
            numbers(room(), 3 * points.length).set(points.flat());
            return read(points.length);
        },
        // Classifies the same image again, to measure the time.
        readAgain: read_again,
        // The input of the network, 64 pixels, and its output.
        image: () => numbers(image(), 64),
        probabilities: () => numbers(probabilities(), 10),
    };
}
