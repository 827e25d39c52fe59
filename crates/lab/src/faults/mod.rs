//! placeholder
/// Faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {}
/// One planted fault.
#[derive(Debug)]
pub struct Planted {}
/// All.
pub const FAULTS: &[Planted] = &[];
impl Fault {
    pub(crate) const EVENING_BEFORE: &'static [Self] = &[];
}
impl crate::world::World {
    /// Plants.
    pub fn plant(&mut self, _fault: Fault) {}
}
