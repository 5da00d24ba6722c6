// Panning a large picture: while it's dragged, what is drawn is moved as a whole, which takes no time
// whatever it holds, and what comes into sight is drawn when it's let go.

export function listenToPanning(network, isLarge) {
  const { body, canvas, interactionHandler } = network;
  const { style } = canvas.frame.canvas;
  let start = null;
  network.on("dragStart", ({ nodes }) => {
    if (nodes.length || !isLarge()) return;
    start = { ...body.view.translation };
    body.emitter.emit("_blockRedraw");
    interactionHandler.options.hover = false; // or every move of the mouse is held against every edge
  });
  network.on("dragging", () => {
    if (!start) return;
    const { x, y } = body.view.translation;
    style.transform = `translate(${x - start.x}px, ${y - start.y}px)`;
  });
  // vis-network draws after this.
  network.on("dragEnd", () => {
    if (!start) return;
    start = null;
    interactionHandler.options.hover = true;
    body.emitter.emit("_allowRedraw");
    network.once("afterDrawing", () => (style.transform = ""));
  });
}
